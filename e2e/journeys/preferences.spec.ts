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

test('pages look and write as the organization or the person chose', async ({ inside, world }) => {
  const page = inside.locator('html');
  const volume = inside.locator('#w-volume .chart-view');
  const posted = inside.locator('.post-time time').first();
  const save = () => inside.getByRole('button', { name: 'Save' }).click();
  await inside.goto(world.at('/settings/general'));
  await inside.getByLabel('Date format', { exact: true }).selectOption('yyyy-MM-dd');
  await inside.getByLabel('Theme').selectOption({ label: 'Dark theme' });
  await save();
  await expect(page).toHaveAttribute('data-theme', 'dark');
  await inside.goto(world.at('/analytics'));
  await expect(volume).toHaveAttribute('aria-label', /from \d{4}-\d\d-\d\d to/);
  await expect(posted).toHaveAttribute('title', /^\d{4}-\d\d-\d\d, \d\d:\d\d$/);

  // A pattern of one's own; what is none is refused and kept.
  await inside.goto(`${world.server.url}/me`);
  const dates = inside.getByLabel('Date format', { exact: true });
  await expect(dates.locator('option:checked')).toHaveText(/^Default \(\d{4}-\d\d-\d\d\)$/);
  const own = inside.getByLabel('A format of your own');
  await expect(own).toBeHidden();
  await dates.selectOption('own');
  await own.fill('dd/MM');
  await save();
  await expect(inside.getByRole('alert')).toContainText('A date format has a day');
  await expect(own).toHaveValue('dd/MM');
  await own.fill('EEE d/M/yyyy');
  await inside.getByLabel('Theme').selectOption({ label: 'Light theme' });
  await inside.getByLabel('Time of day').selectOption({ label: '2:05 pm' });
  await inside.getByLabel('Number format').selectOption({ label: '1’234.5' });
  await inside.getByLabel('Filling of charts').selectOption({ label: 'Patterns' });
  await save();
  await expect(own).toHaveValue('EEE d/M/yyyy');
  await inside.goto(world.at('/analytics'));
  await expect(page).toHaveAttribute('data-theme', 'light');
  await expect(page).toHaveAttribute('data-patterns', '');
  await expect(volume).toHaveAttribute('aria-label', /from (Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+\/\d+\/\d{4} to/);
  await expect(posted).toHaveAttribute('title', /^\w{3} \d+\/\d+\/\d{4}, \d+:\d\d.[ap]m$/);

  // This browser alone, until the theme is chosen anew.
  await inside.evaluate(() => (document.cookie = 'hk_theme=dark; path=/'));
  await inside.reload();
  await expect(page).toHaveAttribute('data-theme', 'dark');
  await inside.goto(`${world.server.url}/me`);
  for (const name of ['Date format', 'Theme', 'Time of day', 'Number format', 'Filling of charts']) {
    await inside.getByLabel(name, { exact: true }).selectOption({ index: 0 });
  }
  await save();
  await inside.goto(world.at('/settings/general'));
  await inside.getByLabel('Date format', { exact: true }).selectOption({ index: 0 });
  await inside.getByLabel('Theme').selectOption({ index: 0 });
  await save();
  await expect(page).toHaveAttribute('data-theme', 'auto');
});
