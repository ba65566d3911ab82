// JavaScript off: pages are plain HTML, with the same figures and the same ways on.
import { expect, MATCHING, signIn, test } from '../support/world.ts';

test.use({ javaScriptEnabled: false });

test('the Overview reads and narrows without JavaScript', async ({ page, world }) => {
  await signIn(page, world);
  await page.goto(world.at('/analytics'));
  await expect(page.locator('.summary-count')).toHaveAttribute('title', String(MATCHING));
  const sources = page.locator('#w-sources table');
  await expect(sources).toBeVisible();
  const link = sources.locator('a').first();
  const third = String(MATCHING / 3);
  await link.click();
  await expect(page).toHaveURL(/source=/);
  await expect(page.locator('.summary-count')).toHaveAttribute('title', third);
});

test('posts can be read and paged without JavaScript', async ({ page, world }) => {
  await signIn(page, world);
  await page.goto(world.at('/posts'));
  await expect(page.locator('article.post').first()).toContainText(/zephyrine/i);
  await expect(page.locator('article.post mark').first()).toHaveText(/zephyrine/i);
});

test('what only works with JavaScript is not shown', async ({ page, world }) => {
  await signIn(page, world);
  await page.goto(world.at('/analytics'));
  await expect(page.locator('.js-only:visible')).toHaveCount(0);
});
