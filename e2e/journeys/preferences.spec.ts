// A person chooses with what Analytics begins, and that figures stand as tables; single ones can be
// switched.
import { expect, test } from '../support/world.ts';

test('Analytics begins with the time frame and the format that a person chose', async ({
  inside,
  world,
}) => {
  const volume = inside.locator('#w-volume hk-chart');
  await inside.goto(world.at('/analytics'));
  await expect(inside.locator('.chip.time')).toContainText('Last month');
  await expect(volume.locator('.chart-view')).toBeVisible();

  await inside.goto(`${world.server.url}/me`);
  const frame = inside.getByLabel('Default time frame');
  await expect(frame.locator('option:checked')).toHaveText('Default (Last month)');
  await frame.selectOption({ label: 'Today' });
  await inside.getByLabel('Chart format').selectOption({ label: 'Table' });
  await inside.getByRole('button', { name: 'Save' }).click();
  await expect(frame.locator('option:checked')).toHaveText('Today');

  // Every entry begins so, and what a link names wins.
  await inside.goto(world.at('/analytics'));
  await expect(inside.locator('.chip.time')).toContainText('Today');
  await inside.goto(world.at('/analytics?time=month'));
  await expect(inside.locator('.chip.time')).toContainText('Last month');
  await expect(volume.locator('table')).toBeVisible();
  await expect(volume.locator('.chart-view')).toHaveCount(0);

  // One of them as a chart, and a picture of another.
  const menu = (name: string) => inside.locator(`#w-${name} details.menu`);
  await menu('volume').locator('summary').click();
  await menu('volume').locator('[data-view]').click();
  await expect(volume.locator('.chart-view')).toBeVisible();
  await expect(inside.locator('#w-sources hk-chart table')).toBeVisible();
  await menu('languages').locator('summary').click();
  const saved = inside.waitForEvent('download');
  await menu('languages').locator('[data-png]').click();
  expect((await saved).suggestedFilename()).toBe('languages.png');

  await inside.goto(`${world.server.url}/me`);
  await frame.selectOption({ index: 0 });
  await inside.getByLabel('Chart format').selectOption({ label: 'Default (Chart)' });
  await inside.getByRole('button', { name: 'Save' }).click();
  await expect(frame.locator('option:checked')).toHaveText('Default (Last month)');
});
