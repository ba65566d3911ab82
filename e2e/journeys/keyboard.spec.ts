// Hands on the keyboard: nothing here uses the mouse.
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../support/world.ts';

/** Presses Tab until the focus is on what the selector names. */
async function tabTo(page: Page, selector: string, most = 80): Promise<void> {
  for (let pressed = 0; pressed < most; pressed += 1) {
    const there = await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector);
    if (there) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} was not reached in ${most} steps`);
}

test('signing in, and skipping to the content', async ({ page, world }) => {
  await signIn(page, world);
  await page.goto(world.at('/analytics'));
  await page.keyboard.press('Tab');
  await expect(page.locator('.skip')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('a mark of a chart narrows the page', async ({ inside, world }) => {
  await inside.goto(world.at('/analytics'));
  await tabTo(inside, '#w-sources hk-chart *', 150);
  await inside.keyboard.press('ArrowDown');
  await inside.keyboard.press('Enter');
  await expect(inside).toHaveURL(/source=/);
  await inside.goBack();
  await expect(inside).not.toHaveURL(/source=/);
});

test('Escape undoes the last narrowing', async ({ inside, world }) => {
  await inside.goto(world.at('/analytics'));
  for (const filter of ['sources', 'languages']) {
    await inside.locator(`#w-${filter} hk-chart a[href]:visible`).first().click();
    await expect(inside).toHaveURL(new RegExp(`${filter.slice(0, -1)}=`));
  }
  await inside.keyboard.press('Escape');
  await expect(inside).toHaveURL(/source=/);
  await expect(inside).not.toHaveURL(/language=/);
  await inside.keyboard.press('Escape');
  await expect(inside).not.toHaveURL(/source=/);
  await inside.keyboard.press('Escape');
  await expect(inside).toHaveURL(/\/analytics/);
});

test('ticked authors go into the filter', async ({ inside, world }) => {
  await inside.goto(world.at('/analytics/widgets/authors?time=all'));
  const rows = inside.locator('input[name="picked-author"]');
  const all = await rows.count();
  expect(all).toBeGreaterThan(2);
  await rows.nth(0).check();
  await rows.nth(1).check();
  await inside.getByRole('button', { name: 'Include' }).click();
  await expect(rows).toHaveCount(2);
  await rows.nth(0).check();
  await inside.getByRole('button', { name: 'Exclude' }).click();
  await expect(rows).toHaveCount(1);
});

test('a menu opens, moves and closes', async ({ inside, world }) => {
  await inside.goto(world.at('/analytics'));
  await tabTo(inside, '#w-volume .menu summary', 150);
  await inside.keyboard.press('Enter');
  const menu = inside.locator('#w-volume .menu');
  await expect(menu).toHaveAttribute('open', '');
  await inside.keyboard.press('Escape');
  await expect(menu).not.toHaveAttribute('open', '');
  await expect(menu.locator('summary')).toBeFocused();
});

test('shortcuts reach the search field', async ({ inside, world }) => {
  await inside.goto(world.at('/analytics'));
  await inside.keyboard.press('/');
  await expect(inside.locator('#search')).toBeFocused();
  await inside.keyboard.type('wonderful');
  await inside.keyboard.press('Enter');
  await expect(inside).toHaveURL(/\/posts\?keywords=wonderful/);
  await expect(inside.locator('article.post').first()).toContainText('wonderful');
});
