// An administrator makes a location group; an analyst filters by it.
import { expect, test } from '../support/world.ts';

test('a location group is made, filters, and is deleted after a question', async ({
  inside,
  world,
}) => {
  await inside.goto(world.at('/settings/location-groups'));
  await expect(inside.getByRole('row', { name: /Europe/ })).toContainText('Hearken');
  await inside.getByRole('link', { name: 'New location group' }).click();
  // What was typed stays when something is missing.
  await inside.getByLabel('Name').fill('Home markets');
  await inside.getByRole('button', { name: 'Save' }).click();
  await expect(inside.locator('#locations')).toContainText(/required|missing|choose|fill/i);
  await expect(inside.getByLabel('Name')).toHaveValue('Home markets');
  await inside.getByPlaceholder('Find a country or group').fill('germ');
  await expect(inside.getByLabel('France')).toBeHidden();
  await inside.getByLabel('Germany').check();
  await inside.getByPlaceholder('Find a country or group').fill('');
  await inside.getByLabel('South America').check();
  await inside.getByRole('button', { name: 'Save' }).click();
  const row = inside.getByRole('row', { name: /Home markets/ });
  await expect(row).toContainText('Germany');
  await expect(row).toContainText('South America');

  await inside.goto(world.at('/analytics?time=all'));
  const all = await inside.locator('.summary-count, .bar-count').first().textContent();
  await inside.getByRole('button', { name: /filter/i }).first().click();
  await inside.getByText('Country', { exact: true }).first().click();
  await inside.getByLabel(/Home markets/).check();
  await inside.getByRole('button', { name: /apply/i }).first().click();
  await expect(inside).toHaveURL(/country=[0-9a-f]{32}/);
  await expect(inside.locator('main')).toContainText('Home markets');
  expect(all).not.toBeNull();

  await inside.goto(world.at('/settings/location-groups'));
  await inside.getByRole('link', { name: 'Home markets' }).click();
  await inside.getByRole('button', { name: 'Delete the group' }).click();
  await inside.getByRole('dialog').getByRole('button', { name: 'Delete the group' }).click();
  await expect(inside.getByRole('row', { name: /Home markets/ })).toHaveCount(0);
});
