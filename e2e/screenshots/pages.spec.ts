// Not a test: writes docs/images from the demo world. Run by `cargo xtask screenshots`.
import { type Page, test } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { Installation, type Server } from '../support/hearken.ts';

const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));

let installation: Installation;
let server: Server;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  installation = await Installation.make();
  server = await installation.serve('--demo');
});
test.afterAll(async () => {
  await server?.stop();
  await installation?.remove();
});

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('load');
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: `${IMAGES}${name}.png` });
}

test('sign-in', async ({ page }) => {
  await page.goto(`${server.url}/sign-in`);
  await shoot(page, 'sign-in');
});

test('inside', async ({ page }) => {
  await page.goto(`${server.url}/sign-in`);
  await page.locator('form.setting-control button').first().click();
  await page.waitForURL(/\/o\/|\/$/);
  if (!/\/o\//.test(page.url())) await page.locator('main a[href^="/o/"]').first().click();
  await page.waitForURL(/\/o\/[^/]+\/analytics/);
  const home = page.url().replace(/\/analytics.*/, '');
  await shoot(page, 'overview-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${home}/analytics`);
  await shoot(page, 'overview-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${home}/search-setup`);
  await shoot(page, 'search-setup');
  await page.goto(`${home}/posts`);
  await shoot(page, 'posts');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${home}/analytics`);
  await shoot(page, 'overview-390');
});
