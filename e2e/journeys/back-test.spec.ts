// An analyst tries a rule on past posts before saving it.
import { expect, MATCHING, signIn, test } from '../support/world.ts';

test('a rule is tried on past posts, by entry and day, and nothing typed is lost', async ({
  inside,
  world,
}) => {
  await inside.goto(world.at('/search-setup/topics/new'));
  const rule = inside.locator('#rule-0');
  const keywords = rule.getByLabel(/keywords/i).first();
  await keywords.fill('zephyrine');
  await keywords.press('Enter');
  await keywords.fill('nobody writes this');
  await keywords.press('Enter');
  await rule.getByRole('button', { name: 'Try on past posts' }).click();
  const result = rule.locator('.back-test');
  await expect(result).toContainText(new RegExp(`${MATCHING} of \\d+ posts match`));
  await expect(result).toContainText(`“zephyrine” brings in ${MATCHING} of ${MATCHING}`);
  const idle = result.locator('li', { hasText: 'nobody writes this' }).first();
  await expect(idle).toContainText('Finds nothing');
  await expect(result.locator('article.post')).toHaveCount(10);
  await expect(result.locator('article.post mark').first()).toHaveText(/zephyrine/i);
  await expect(result.locator('svg.day-bars rect').first()).toBeAttached();
  await result.getByText('As a table').click();
  await expect(result.locator('tbody tr').first()).toBeVisible();
  // The form is as it was.
  await expect(rule).toContainText('zephyrine');
});

test('a rule that is not one says so', async ({ inside, world }) => {
  await inside.goto(world.at('/search-setup/topics/new'));
  const rule = inside.locator('#rule-0');
  await rule.getByRole('button', { name: 'Try on past posts' }).click();
  await expect(rule.locator('#rule-0-back-test')).toContainText(/./);
  await expect(rule.locator('.back-test')).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a back-test is a page of its own', async ({ page, world }) => {
    await signIn(page, world);
    await page.goto(world.at('/search-setup/topics/new'));
    await page.locator('#rule-0').getByLabel(/keywords/i).first().fill('zephyrine');
    const opened = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Try on past posts' }).click();
    const other = await opened;
    await expect(async () => {
      await other.reload();
      await expect(other.locator('main')).toContainText('posts match', { timeout: 500 });
    }).toPass();
    await expect(page.locator('#r0-keywords')).toHaveValue('zephyrine');
  });
});

test('a query of another product becomes rules, and what is lost is named', async ({
  inside,
  world,
}) => {
  await inside.goto(world.at('/search-setup/topics/new'));
  await inside.getByText('From another product').click();
  await inside.locator('#query').fill('zephyrine AND (kettle OR pot) AND NOT offer*');
  await inside.getByRole('button', { name: 'Make rules of it' }).click();
  await expect(inside.locator('#query-notes')).toContainText('offer*');
  await expect(inside.locator('#rule-0')).toContainText('zephyrine');
  await expect(inside.locator('#rule-0')).toContainText('kettle');
});
