// Every page, in light and dark and at a phone's width: no finding of axe, nothing wider than the
// window, one h1, a language, and no error on the console (the `inside` page checks that).
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { INSIDE, OWN, PLAIN } from '../support/pages.ts';
import { expect, test } from '../support/world.ts';

/** What axe finds, as lines that say where. */
async function findings(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).analyze();
  return result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}`),
  );
}

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
}

async function look(page: Page, address: string): Promise<void> {
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBe(200);
  await settled(page);
  expect(await findings(page), address).toEqual([]);
  await expect(page.locator('h1'), address).toHaveCount(1);
  await expect(page.locator('html'), address).toHaveAttribute('lang', /^[a-z]{2}/);
}

for (const path of INSIDE) {
  test(`${path} has no finding`, async ({ inside, world }) => {
    await look(inside, world.at(path));
    await inside.emulateMedia({ colorScheme: 'dark' });
    await look(inside, world.at(path));
  });

  test(`${path} fits a phone`, async ({ inside, world }) => {
    await inside.setViewportSize({ width: 360, height: 740 });
    await look(inside, world.at(path));
    const wider = await inside.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider, 'pixels beyond the window').toBeLessThanOrEqual(0);
  });
}

for (const path of OWN) {
  test(`${path} has no finding`, async ({ inside, world }) => {
    await look(inside, world.server.url + path);
  });
}

for (const path of PLAIN) {
  test(`${path} has no finding`, async ({ page, world }) => {
    await look(page, world.server.url + path);
  });
}

test('a page that is not there says so, accessibly', async ({ page, world }) => {
  const answer = await page.goto(`${world.server.url}/nowhere`);
  expect(answer?.status()).toBe(404);
  expect(await findings(page)).toEqual([]);
});
