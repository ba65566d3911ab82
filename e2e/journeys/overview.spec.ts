// The Overview: a click narrows, the back button widens, every widget is a file, and the page is
// light and does not jump.
import { expect, MATCHING, test } from '../support/world.ts';

const WIDGETS = [
  'volume',
  'sentiment',
  'sentiment-by-group',
  'phrases',
  'search-topics',
  'sources',
  'authors',
  'languages',
  'location',
];

test('a click on a mark narrows the dataset, back widens it', async ({ inside, world }) => {
  await inside.goto(world.at('/analytics'));
  await expect(inside.locator('.summary-count')).toHaveAttribute('title', String(MATCHING));
  await inside.locator('#w-sources hk-chart a:visible').first().click();
  await expect(inside).toHaveURL(/source=/);
  await expect(inside.locator('.summary-count')).toHaveAttribute('title', String(MATCHING / 3));
  await expect(inside.locator('.chip.filter')).toHaveCount(1);
  await inside.goBack();
  await expect(inside.locator('.summary-count')).toHaveAttribute('title', String(MATCHING));
});

test('the posts of the dataset stand beside it', async ({ inside, world }) => {
  await inside.goto(world.at('/posts?source=bluesky'));
  const cards = inside.locator('article.post');
  await expect(cards.first()).toBeVisible();
  expect(await cards.count()).toBeLessThanOrEqual(MATCHING / 3);
  await expect(cards.first().locator('mark').first()).toHaveText(/zephyrine/i);
});

for (const name of WIDGETS) {
  test(`widget ${name} is shown and comes as CSV and JSON`, async ({ inside, world }) => {
    await inside.goto(world.at('/analytics'));
    const widget = inside.locator(`#w-${name}`);
    await expect(widget).toBeVisible();
    const files = widget.locator('a[download]');
    await expect(files).toHaveCount(2);
    for (const [index, kind] of ['csv', 'json'].entries()) {
      const href = await files.nth(index).getAttribute('href');
      const answer = await inside.request.get(new URL(href ?? '', world.server.url).href);
      expect(answer.status()).toBe(200);
      const text = await answer.text();
      expect(text.trim().length).toBeGreaterThan(0);
      if (kind === 'json') expect(() => JSON.parse(text)).not.toThrow();
      else expect(text.trim().split('\n').length).toBeGreaterThan(1);
    }
  });
}

test('the first load is light', async ({ inside, world }) => {
  // What the page after sign-in still loads is not counted.
  await inside.goto('about:blank');
  const session = await inside.context().newCDPSession(inside);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  session.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  await inside.goto(world.at('/analytics'), { waitUntil: 'load' });
  await inside.locator('#w-location').scrollIntoViewIfNeeded();
  await inside.waitForTimeout(1_000);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes, 'bytes over the wire').toBeLessThanOrEqual(350_000);
});

test('nothing on the page jumps', async ({ inside, world }) => {
  await inside.addInitScript(() => {
    type Shift = PerformanceEntry & { value: number; sources: { node?: Node }[] };
    const global = globalThis as unknown as { jumps: string[] };
    global.jumps = [];
    const name = (node?: Node) => (node instanceof Element ? `${node.tagName}#${node.id}.${node.className}` : '?');
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as Shift[]) {
        global.jumps.push(`${value}: ${sources.map((source) => name(source.node)).join(', ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await inside.goto(world.at('/analytics'), { waitUntil: 'load' });
  await inside.waitForTimeout(1_500);
  expect(await inside.evaluate(() => (globalThis as unknown as { jumps: string[] }).jumps)).toEqual([]);
});

test('right-to-left posts are aligned by their own direction', async ({ inside, world }) => {
  await inside.goto(world.at('/posts?language=ar'));
  const text = inside.locator('article.post .post-text').first();
  await expect(text).toHaveAttribute('dir', 'auto');
  await expect(text).toHaveAttribute('lang', 'ar');
  expect(await text.evaluate((node) => getComputedStyle(node).direction)).toBe('rtl');
});

test('the pages speak German', async ({ browser, world }) => {
  const context = await browser.newContext({ locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(`${world.server.url}/sign-in`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.locator('h1')).toHaveText('Anmelden');
  await context.close();
});
