// An administrator makes a location group; an analyst filters by it.
import { expect, test } from '../support/world.ts';

test('a location group is made, filters, and is deleted after a question', async ({
  inside,
  world,
}) => {
  await inside.goto(world.at('/settings/location-groups'));
  await expect(inside.getByRole('row', { name: /Europe/ })).toContainText('Hearken');
  await inside.getByRole('link', { name: 'New location group' }).click();
  await inside.getByRole('textbox', { name: 'Name' }).fill('Home markets');
  await inside.getByPlaceholder('Find a country or group').fill('germ');
  await expect(inside.getByLabel('France', { exact: true })).toBeHidden();
  await inside.getByLabel('Germany', { exact: true }).check();
  await inside.getByPlaceholder('Find a country or group').fill('');
  await inside.getByLabel('South America', { exact: true }).check();
  await inside.getByRole('button', { name: 'Save' }).click();
  const row = inside.getByRole('row', { name: /Home markets/ });
  await expect(row).toContainText('Germany');
  await expect(row).toContainText('South America');

  await inside.goto(world.at('/analytics?time=all'));
  await inside.locator('summary.chip.add').click();
  await inside.locator('.facet summary').getByText('Location', { exact: true }).click();
  await expect(inside.getByRole('checkbox', { name: /Europe/ })).toBeVisible();
  await inside.getByRole('checkbox', { name: /Home markets/ }).check();
  await inside.getByRole('button', { name: 'Apply' }).click();
  await expect(inside).toHaveURL(/country=[0-9a-f]{32}/);
  await expect(inside.locator('.chip.filter')).toContainText('Home markets');
  const filtered = inside.url();

  await inside.goto(world.at('/settings/location-groups'));
  await inside.getByRole('link', { name: 'Home markets' }).click();
  await inside.getByRole('button', { name: 'Delete the group' }).click();
  await inside.getByRole('dialog').getByRole('button', { name: 'Delete the group' }).click();
  await expect(inside.getByRole('row', { name: /Home markets/ })).toHaveCount(0);
  // A link that names it says that it is gone.
  await inside.goto(filtered);
  await expect(inside.locator('main')).toContainText('A location group that it names was deleted');
});
