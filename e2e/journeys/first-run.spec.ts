// A newcomer: first run, sign-in, a topic, an import, and figures that are true.
import { expect, type Page, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Installation, type Server } from '../support/hearken.ts';
import { make, others, write } from '../support/made.ts';
import { count, type Plain, readReddit } from '../support/naive.ts';

const MAIL = 'newcomer@tea.example';
const PASSWORD = 'a kettle sings at five';
const REDDIT = 'posts/reddit-2008-2013.ndjson.zst';

interface Material {
  file: string;
  format: string;
  keyword: string;
  expected: { posts: number; days: Map<string, number> };
}

/** The real posts when they are there, else made ones; with the count that must come out. */
async function material(folder: string): Promise<Material> {
  const data = process.env.HEARKEN_TEST_DATA;
  if (data) {
    const file = join(data, REDDIT);
    if (!existsSync(file)) throw new Error(`HEARKEN_TEST_DATA is set, but ${REDDIT} is missing`);
    const keyword = 'coffee';
    return { file, format: 'reddit', keyword, expected: count(readReddit(file), keyword) };
  }
  console.log('skipped: HEARKEN_TEST_DATA is not set; the journey imports made posts');
  const posts = [...make(90), ...others()];
  const file = join(folder, 'made.ndjson');
  await write(file, posts);
  const plain = posts.map((post): Plain => {
    return { id: post.id, title: '', text: post.text, at: Date.parse(post.published_at) / 1000 };
  });
  return { file, format: 'ndjson', keyword: 'zephyrine', expected: count(plain, 'zephyrine') };
}

test.describe('a newcomer', () => {
  let installation: Installation;
  let server: Server;

  test.beforeAll(async () => {
    installation = await Installation.make();
    server = await installation.serve();
  });
  test.afterAll(async () => {
    await server?.stop();
    await installation?.remove();
  });

  test('sets up, signs in, makes a topic, imports, and sees true figures', async ({ page }) => {
    test.setTimeout(240_000);
    const given = await material(installation.folder);
    await setUp(page, server);
    await signOutAndIn(page, server);
    await makeTopic(page, server, given.keyword);
    await importFile(page, server, given);
    await seeFigures(page, server, given);
  });
});

async function setUp(page: Page, server: Server): Promise<void> {
  await page.goto(server.url);
  await expect(page).toHaveURL(/\/first-run$/);
  await page.locator('[name=name]').fill('Tea House');
  await page.locator('[name=slug]').fill('tea-house');
  await page.locator('[name=country]').fill('DE');
  await page.locator('[name=admin_name]').fill('Nia Newcomer');
  await page.locator('[name=admin_email]').fill(MAIL);
  // A mistake first: nothing that was typed is lost, and the field says what to do.
  await page.locator('[name=admin_password]').fill('short');
  await page.locator('main button[type=submit]').click();
  await expect(page.locator('.field.invalid [name=admin_password]')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('[name=name]')).toHaveValue('Tea House');
  await page.locator('[name=admin_password]').fill(PASSWORD);
  await page.locator('main button[type=submit]').click();
  await expect(page).toHaveURL(/\/o\/tea-house\/analytics/);
}

async function signOutAndIn(page: Page, server: Server): Promise<void> {
  await page.locator('summary.avatar').click();
  await page.locator('form[action="/sign-out"] button').click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(`${server.url}/o/tea-house/analytics`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.locator('#email').fill(MAIL);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#sign-in button[type=submit]').click();
  await expect(page).toHaveURL(/\/o\/tea-house\/analytics/);
}

async function makeTopic(page: Page, server: Server, keyword: string): Promise<void> {
  await page.goto(`${server.url}/o/tea-house/search-setup/categories`);
  await page.locator('main [name=name]').first().fill('Brands');
  await page.locator('main form button[type=submit]').first().click();
  await expect(page.locator('main')).toContainText('Brands');
  await page.goto(`${server.url}/o/tea-house/search-setup/topics/new`);
  await page.locator('main [name=name]').fill('Drinks');
  await page.locator('main [name=category]').selectOption({ label: 'Brands' });
  const keywords = page.locator('[data-clause=keywords]').first();
  await keywords.locator('input, textarea').last().fill(keyword);
  await page.keyboard.press('Tab');
  await page.locator('.form-foot button.primary').click();
  await expect(page).toHaveURL(/\/search-setup(\/topics\/[0-9a-f]{32})?(\?.*)?$/);
}

async function importFile(page: Page, server: Server, given: Material): Promise<void> {
  await page.goto(`${server.url}/o/tea-house/search-setup/import`);
  await page.locator('main [name=format]').selectOption(given.format);
  await page.locator('main input[type=file]').setInputFiles(given.file);
  await page.locator('main form button[type=submit]').first().click();
  const figure = new Intl.NumberFormat('en').format(given.expected.posts);
  await expect(page.locator('main')).toContainText(figure, { timeout: 150_000 });
}

async function seeFigures(page: Page, server: Server, given: Material): Promise<void> {
  const days = [...given.expected.days.keys()].sort();
  const time = `${days[0]}..${days.at(-1)}`;
  await page.goto(`${server.url}/o/tea-house/analytics?time=${time}`);
  const total = page.locator('.summary-count');
  await expect(total).toHaveAttribute('title', /\d/);
  expect(digits(await total.getAttribute('title'))).toBe(given.expected.posts);
  // The volume widget's own JSON, over every day, adds up to the same.
  const volume = await tableSum(page, 'volume');
  expect(volume).toBe(given.expected.posts);
}

/** The sum of the first number column of a widget's table. */
async function tableSum(page: Page, widget: string): Promise<number> {
  const cells = page.locator(`#w-${widget} table.chart-table tbody tr td.num:nth-of-type(1)`);
  const texts = await cells.allTextContents();
  return texts.reduce((sum, text) => sum + digits(text), 0);
}

function digits(text: string | null): number {
  return Number((text ?? '').replace(/[^0-9]/g, ''));
}
