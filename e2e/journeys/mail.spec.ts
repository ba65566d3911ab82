// What people get by mail, read from a real SMTP server: an invitation that lets one in, and the
// notices of a delegation to both sides.
import { expect, test } from '@playwright/test';
import { CONFIGURATION, Installation, type Server, freePort } from '../support/hearken.ts';
import { Mails } from '../support/mails.ts';

const PASSWORD = 'listen-to-the-demo';

let installation: Installation;
let server: Server;
let mails: Mails;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const port = await freePort();
  mails = await Mails.start(port);
  installation = await Installation.make(CONFIGURATION + Mails.configuration(port));
  server = await installation.serve('--demo');
});

test.afterAll(async () => {
  await server.stop();
  await installation.remove();
  await mails.stop();
});

async function signIn(page: import('@playwright/test').Page, email: string): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#password').press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

test('an invitation leads into the organization', async ({ page, browser }) => {
  await signIn(page, 'admin@kessamor.example');
  await page.goto(`${server.url}/o/kessamor/settings/users/new`);
  await page.locator('#name').fill('Somebody New');
  await page.locator('#email').fill('new@kessamor.example');
  await page.locator('main button[type=submit]').first().click();
  const mail = await mails.to('new@kessamor.example');
  expect(mail.from[0]?.name).toBe('Kessamor Kettles');
  expect(mail.html).toContain('Kessamor Kettles');
  const link = /https?:\/\/\S+\/password\/\S+/.exec(mail.text)?.[0] ?? '';
  expect(link).toContain(server.url);

  const invited = await (await browser.newContext()).newPage();
  await invited.goto(link);
  await invited.locator('[name=new]').fill('a kettle sings at six');
  await invited.locator('main button[type=submit]').click();
  await invited.locator('#email').fill('new@kessamor.example');
  await invited.locator('#password').fill('a kettle sings at six');
  await invited.locator('#password').press('Enter');
  await invited.waitForURL((url) => url.pathname.startsWith('/o/kessamor'));
});

test('both sides are told that a partner was removed', async ({ page }) => {
  await signIn(page, 'admin@kessamor.example');
  await page.goto(`${server.url}/o/kessamor/settings/partners`);
  await page.getByRole('link', { name: 'Lumenpine Agency' }).click();
  await page.getByRole('button', { name: 'Remove this partner' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove this partner' }).click();
  await expect(page.locator('.badge').first()).toHaveText('Ended');
  const ours = await mails.to('admin@kessamor.example');
  expect(ours.text).toContain('Lumenpine Agency');
  const theirs = await mails.to('admin@lumenpine.example');
  expect(theirs.text).toContain('Kessamor Kettles');
});
