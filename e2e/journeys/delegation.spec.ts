// An agency and its customers in the demo world: offering, answering, acting at the customer's
// location, being removed, trials and purchases (administration 1.14, scenarios 1 to 5, 7 to 9, 14).
import { type Browser, type Page, expect, test } from '@playwright/test';
import { Installation, type Server } from '../support/hearken.ts';

const PASSWORD = 'listen-to-the-demo';
const AGENCY = '/o/lumenpine';

let installation: Installation;
let server: Server;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  installation = await Installation.make();
  server = await installation.serve('--demo');
});

test.afterAll(async () => {
  await server.stop();
  await installation.remove();
});

/** Somebody far away from both the agency and its customers. */
async function person(browser: Browser, email: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.url,
    geolocation: { latitude: -33.9, longitude: 151.2 },
    permissions: ['geolocation'],
    timezoneId: 'Australia/Sydney',
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#password').press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

const agency = (browser: Browser) => person(browser, 'admin@lumenpine.example');
const kettles = (browser: Browser) => person(browser, 'admin@kessamor.example');
const wheels = (browser: Browser) => person(browser, 'admin@radluna.example');

/** West, south, east, north of the map's first view. */
async function firstView(page: Page, slug: string): Promise<number[]> {
  const answer = await page.request.get(`/o/${slug}/analytics`);
  const bounds = /"bounds":\[([^\]]+)\]/.exec(await answer.text());
  return (bounds?.[1] ?? '').split(',').map(Number);
}

function contains(view: number[], latitude: number, longitude: number): boolean {
  const [west = 180, south = 90, east = -180, north = -90] = view;
  return south < latitude && latitude < north && west < longitude && longitude < east;
}

const LONDON = [51.5, -0.1] as const;
const BERLIN = [52.5, 13.4] as const;
const AMSTERDAM = [52.4, 4.9] as const;

async function enter(page: Page, customer: string): Promise<void> {
  await page.goto(`${AGENCY}/customers`);
  await page.getByRole('button', { name: `Enter ${customer}` }).click();
  await expect(page.locator('.strip[data-kind=acting]')).toContainText(`Acting for ${customer}`);
}

test('nothing of a customer can be seen before its yes', async ({ browser }) => {
  const page = await agency(browser);
  for (const path of ['/o/radluna/analytics', '/o/radluna/settings/users', '/o/nobody/analytics']) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
});

/** Offers a trial or purchase of full licences to a person; answers its link. */
async function offerTo(page: Page, mail: string, kind: string, licences: string): Promise<string> {
  await page.goto(`${AGENCY}/partner/offers/new`);
  await page.locator('#kind').selectOption(kind);
  await page.locator('#seats_full_seats').fill(licences);
  await page.locator('#mail').fill(mail);
  await page.getByRole('button', { name: 'Make the offer' }).click();
  await expect(page.locator('.error').first()).toHaveText('Fill this in.');
  await page.locator('#usage_location').fill('DE');
  await page.getByRole('button', { name: 'Make the offer' }).click();
  return (await page.locator('[data-secret]').textContent())?.trim() ?? '';
}

test('a trial without delegation: licences, an advisor and no access', async ({ browser }) => {
  const page = await agency(browser);
  const link = await offerTo(page, 'admin@radluna.example', 'trial', '10');
  const customer = await wheels(browser);
  await customer.goto(link);
  await expect(customer.getByText('10 × Full licences')).toBeVisible();
  await customer.getByRole('button', { name: 'No to the delegation' }).click();
  await expect(customer.locator('h1')).toHaveText('Licences');
  const trial = customer.getByRole('row', { name: /through Lumenpine Agency/ });
  await expect(trial).toContainText('10');
  expect((await page.goto('/o/radluna/analytics'))?.status()).toBe(404);
});

test('an open link: a yes, a confirmation, and in', async ({ browser }) => {
  const page = await agency(browser);
  await page.goto(`${AGENCY}/partner/offers/new`);
  await page.locator('#audience').selectOption('open');
  await page.locator('#message').fill('We would like to look after you.');
  await page.getByRole('button', { name: 'Make the offer' }).click();
  const link = (await page.locator('[data-secret]').textContent())?.trim() ?? '';
  expect(link).toContain('/offers/');

  const customer = await wheels(browser);
  await customer.goto(link);
  await expect(customer.locator('h1')).toContainText('Lumenpine Agency');
  await expect(customer.getByText('You can pause or remove the partner at any time')).toBeVisible();
  await customer.locator('#days').fill('900');
  await customer.locator('#password').fill(PASSWORD);
  await customer.getByRole('button', { name: 'Yes, authorize' }).click();
  await expect(customer.locator('[role=alert]')).toContainText('1 to 730');
  await customer.locator('#days').fill('30');
  await customer.locator('#password').fill('not the password');
  await customer.getByRole('button', { name: 'Yes, authorize' }).click();
  await expect(customer.locator('[role=alert]').first()).toBeVisible();
  await customer.locator('#days').fill('30');
  await customer.locator('#password').fill(PASSWORD);
  await customer.getByRole('button', { name: 'Yes, authorize' }).click();
  await expect(customer.getByText('Waits for confirmation')).toBeVisible();

  await page.goto(`${AGENCY}/customers`);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await enter(page, 'Radluna Räder');
  await page.goto('/o/radluna/search-setup/topics/new');
  await expect(page.locator('h1')).toBeVisible();
});

test("every map opens at the customer's location", async ({ browser }) => {
  const page = await agency(browser);
  expect(contains(await firstView(page, 'lumenpine'), ...AMSTERDAM)).toBe(true);
  await enter(page, 'Kessamor Kettles');
  const british = await firstView(page, 'kessamor');
  expect(contains(british, ...LONDON) && !contains(british, ...BERLIN)).toBe(true);
  expect((await page.goto(`${AGENCY}/analytics`))?.status(), 'one customer at a time').toBe(404);
  await page.goto('/o/kessamor/analytics');
  await page.getByRole('button', { name: 'Leave' }).click();
  await enter(page, 'Radluna Räder');
  const german = await firstView(page, 'radluna');
  expect(contains(german, ...BERLIN) && !contains(german, ...LONDON)).toBe(true);
  expect((await page.goto('/o/kessamor/analytics'))?.status()).toBe(404);
  await page.goto('/o/radluna/analytics');
  await page.getByRole('button', { name: 'Leave' }).click();
  expect(contains(await firstView(page, 'lumenpine'), ...AMSTERDAM)).toBe(true);
});

test('a delegated administrator stands locked among the users', async ({ browser }) => {
  await enter(await agency(browser), 'Kessamor Kettles');
  const customer = await kettles(browser);
  await customer.goto('/o/kessamor/settings/users');
  const locked = customer.getByRole('row', { name: /Lumenpine Agency admin/ });
  await expect(locked).toContainText('Delegated administrator');
  await locked.getByRole('checkbox').check();
  await customer.locator('#new-access').selectOption('no');
  await customer.getByRole('button', { name: 'Save' }).click();
  await expect(customer.getByText(/delegated administrators have fixed roles/)).toBeVisible();
  await customer.goto('/o/kessamor/settings/users');
  await customer.getByRole('link', { name: 'Lumenpine Agency admin' }).click();
  await expect(customer.getByText(/Delegated administrator/).first()).toBeVisible();
  await expect(customer.locator('[name=configuration]')).toHaveCount(0);
});

test('a removed partner is cut off at once, and the log says so', async ({ browser }) => {
  const page = await agency(browser);
  await enter(page, 'Kessamor Kettles');
  const customer = await kettles(browser);
  await customer.goto('/o/kessamor/settings/partners');
  await customer.getByRole('link', { name: 'Lumenpine Agency' }).click();
  await expect(customer.getByRole('row', { name: /Lumenpine Agency admin/ })).toBeVisible();
  await customer.getByRole('button', { name: 'Remove this partner' }).click();
  await customer.getByRole('dialog').getByRole('button', { name: 'Remove this partner' }).click();
  await expect(customer.locator('.badge').first()).toHaveText('Ended');

  expect((await page.goto('/o/kessamor/analytics'))?.status()).toBe(401);
  await page.goto('/');
  await page.request.post('/leave');
  const log = await page.request.get(`${AGENCY}/partner/log.csv`);
  expect(await log.text()).toMatch(/"Kessamor Kettles","relationship.ended","Kessamor Kettles admin"/);
});

test('a purchase with delegation and other numbers', async ({ browser }) => {
  const page = await agency(browser);
  const link = await offerTo(page, 'admin@kessamor.example', 'purchase', '10');
  const customer = await kettles(browser);
  await customer.goto(link);
  await customer.getByLabel('Full licences').fill('15');
  await customer.locator('#password').fill(PASSWORD);
  await customer.getByRole('button', { name: 'Yes, authorize' }).click();
  await expect(customer.locator('.badge').first()).toHaveText('Active');
  await customer.goto('/o/kessamor/settings/licences');
  const bought = customer.getByRole('row', { name: /through Lumenpine Agency/ });
  await expect(bought).toContainText('15');
});
