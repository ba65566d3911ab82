// Real servers: what a person writes on a Bluesky personal data server reaches a dashboard through
// a Jetstream server, and what they delete leaves it. Run by `cargo xtask test-services`.
import { expect, type Page, test } from '@playwright/test';
import { type Created, Installation, type Server } from '../support/hearken.ts';
import { Account } from '../support/pds.ts';

const pds = process.env.HEARKEN_TEST_PDS;
const jetstream = process.env.HEARKEN_TEST_JETSTREAM;
const SLUG = 'tea-house';

test.skip(!pds || !jetstream, 'no PDS or no Jetstream server runs');

let installation: Installation;
let server: Server;
let created: Created;

test.beforeAll(async () => {
  installation = await Installation.make(
    `[network]\nallow_private_addresses = true\n[bluesky]\nenabled = true\njetstream = ["${jetstream}"]\n[feeds]\nenabled = false\n`,
  );
  created = await installation.json<Created>(
    ...['init', '--organization', 'Tea House', '--slug', SLUG, '--country', 'DE'],
    ...['--admin-email', 'operator@tea.example'],
  );
  await installation.json(
    ...['topic', 'create', '--organization', SLUG, '--category', 'Brands'],
    ...['--name', 'Kettles', '--keywords', 'zephyrine'],
  );
  server = await installation.serve();
});
test.afterAll(async () => {
  await server?.stop();
  await installation?.remove();
});

test('posts of a real network come and go', async ({ page }) => {
  test.setTimeout(120_000);
  const writer = await Account.make(pds!, `kettle-${Date.now().toString(36)}`);
  await signIn(page);
  await writer.post('nothing of interest');
  const first = await writer.post('my zephyrine kettle sings');
  await writer.post('#zephyrine is an entity and no word');
  await writer.post('another Zephyrine, in capitals. 🎏 Ünïcödé first');
  await expect.poll(() => count(page), { timeout: 60_000 }).toBe(2);
  await page.goto(`${server.url}/o/${SLUG}/posts`);
  await expect(page.locator('article.post')).toHaveCount(2);
  await expect(page.locator('article.post mark').first()).toHaveText(/zephyrine/i);
  await writer.remove(first);
  await expect.poll(() => count(page), { timeout: 60_000 }).toBe(1);
});

async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await page.locator('#email').fill('operator@tea.example');
  await page.locator('#password').fill(created.password);
  await page.locator('#password').press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  if (!page.url().includes('/me/password')) return;
  await page.locator('[name=current]').fill(created.password);
  await page.locator('[name=new]').fill('a kettle sings at five');
  await page.locator('main button[type=submit]').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/me/password'));
}

/** Posts on the Overview; none as long as the page says that there are none. */
async function count(page: Page): Promise<number> {
  await page.goto(`${server.url}/o/${SLUG}/analytics`);
  const title = await page.locator('.summary-count').getAttribute('title');
  return Number((title ?? '0').replace(/[^0-9]/g, ''));
}
