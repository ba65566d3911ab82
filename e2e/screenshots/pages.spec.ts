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

// What a customer's managing director and an agency see, in both languages, light and dark.
const LOOKS = [
  { locale: 'en-GB', colorScheme: 'light' },
  { locale: 'de-DE', colorScheme: 'dark' },
] as const;

for (const look of LOOKS) {
  test(`partners, ${look.locale}, ${look.colorScheme}`, async ({ browser }) => {
    const suffix = `${look.locale.slice(0, 2)}-${look.colorScheme}`;
    const person = async (email: string): Promise<Page> => {
      const context = await browser.newContext({ ...look, baseURL: server.url });
      const page = await context.newPage();
      await page.goto('/sign-in');
      await page.locator('#email').fill(email);
      await page.locator('#password').fill('listen-to-the-demo');
      await page.locator('#password').press('Enter');
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
      return page;
    };
    const agency = await person('admin@lumenpine.example');
    await agency.goto('/o/lumenpine/partner/offers/new');
    await agency.locator('#audience').selectOption('open');
    await agency.locator('#message').fill('We would like to look after your topics.');
    await agency.locator('form.form button[type=submit]').click();
    const link = (await agency.locator('[data-secret]').textContent())?.trim() ?? '';
    await agency.goto('/o/lumenpine/customers');
    await shoot(agency, `../partner/customers-${suffix}`);
    const asked = await person('admin@radluna.example');
    await asked.goto(link);
    await shoot(asked, `../partner/authorization-${suffix}`);
    const customer = await person('admin@kessamor.example');
    await customer.goto('/o/kessamor/settings/partners');
    await customer.locator('table a').first().click();
    await customer.waitForURL(/settings\/partners\/[0-9a-f]{32}/);
    await shoot(customer, `../partner/partner-${suffix}`);
    await agency.goto('/o/lumenpine/customers');
    await agency.locator('form[action$="/enter"] button').first().click();
    await agency.waitForURL(/\/o\/kessamor\//);
    await shoot(agency, `../partner/acting-${suffix}`);
  });
}
