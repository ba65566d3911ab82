// Signing in at an OpenID Connect provider (TRI-32): there, as oneself, and back.
import type { Server as HttpServer } from 'node:http';
import { type Page, expect, test } from '@playwright/test';
import { CONFIGURATION, Installation, type Server, freePort } from '../support/hearken.ts';
import { configuration, startProvider } from '../support/provider.ts';

let installation: Installation;
let server: Server;
let provider: HttpServer;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const port = await freePort();
  installation = await Installation.make(CONFIGURATION + configuration(port));
  await installation.json(
    ...['init', '--organization', 'Tea House', '--slug', 'tea-house', '--country', 'DE'],
    ...['--admin-email', 'operator@tea.example'],
  );
  server = await installation.serve();
  provider = await startProvider(port, `${server.url}/sign-in/provider/back`);
});

test.afterAll(async () => {
  await server.stop();
  await installation.remove();
  provider.closeAllConnections();
  provider.close();
});

/** Goes there and says who one is. */
async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(`${server.url}/o/tea-house/search-setup`);
  await page.getByRole('link', { name: 'Sign in with Example ID' }).click();
  await page.locator('[name=login]').fill(address);
  await page.locator('[name=password]').fill('anything');
  await page.locator('[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('whom the provider vouches for is in, where they wanted to go', async ({ page }) => {
  await signIn(page, 'operator@tea.example');
  await page.waitForURL((url) => url.pathname.startsWith('/me/password') || url.pathname.includes('/search-setup'));
  expect(page.url()).toContain('/o/tea-house/search-setup');
  await expect(page.locator('h1')).toBeVisible();
});

test('whom nobody has added, and whose address nobody has seen, is told so', async ({ browser }) => {
  for (const address of ['stranger@tea.example', 'unverified@tea.example']) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, address);
    await expect(page.locator('[role=alert]')).toContainText('Nobody has added you here yet');
    await expect(page.locator('#password')).toBeVisible();
    await context.close();
  }
});

test('who turns back there can sign in here', async ({ page }) => {
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('link', { name: 'Sign in with Example ID' }).click();
  await page.getByRole('link', { name: /Cancel/ }).click();
  await expect(page.locator('#password')).toBeVisible();
  expect(page.url()).toContain(server.url);
});
