// What only a browser can show: keys, pastes, dialogs, boosted links, live pages, the policy, no
// JavaScript. Runs against the previews: `npm run test:browser`. Says so when no browser is there.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { serve } from "../build/preview.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  console.error(`skipped: no browser at ${executablePath}; set CHROMIUM`);
  process.exit(process.env.CI ? 1 : 0);
}
const server = await serve(0);
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

const tests = [];
const test = (name, url, run, options = {}) => tests.push({ name, url, run, options });

test("arrows walk the marks of a canvas chart and Enter narrows", "/overview", async (page) => {
  await page.waitForSelector('#w-volume .chart-mark[tabindex="0"]');
  await page.focus('#w-volume .chart-mark[tabindex="0"]');
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const name = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.match(name, /18 Nov 2026: 12,409/);
  assert.equal(await page.locator('#w-volume .chart-mark[tabindex="0"]').count(), 1);
  await page.keyboard.press("Enter");
  await page.waitForURL(/time=2026-11-18\.\.2026-11-18/);
});

test("shift adds and alt excludes, by mouse and by key", "/overview", async (page) => {
  await page.click("#w-sources .rank >> nth=1", { modifiers: ["Shift"] });
  await page.waitForURL(/source=reddit,other/);
  await page.focus("#w-sources .rank >> nth=0");
  await page.keyboard.press("Alt+Enter");
  await page.waitForURL(/-source=bluesky/);
});

test("a slice of the ring leads where its row leads", "/overview", async (page) => {
  const box = await page.locator("#w-sentiment canvas").boundingBox();
  const size = Math.min(box.width, box.height);
  await page.mouse.move(box.x + box.width / 2 + size * 0.4, box.y + box.height / 2 - size * 0.05);
  await page.waitForSelector(".tip:popover-open");
  assert.match(await page.textContent(".tip"), /Positive/);
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForURL(/sentiment=positive/);
});

test("the map is walked north to south and zooms", "/overview", async (page) => {
  await page.locator("#w-map").scrollIntoViewIfNeeded();
  await page.waitForSelector("#w-map .chart-mark");
  const tops = await page.$$eval("#w-map .chart-mark", (all) =>
    all.map((each) => each.getBoundingClientRect().top + each.getBoundingClientRect().height / 2),
  );
  assert.deepEqual(tops, [...tops].sort((a, b) => a - b));
  const before = await page.locator('#w-map [data-mark="DE"]').boundingBox();
  await page.click("#w-map .chart-zoom button >> nth=0");
  await page.waitForTimeout(200);
  const after = await page.locator("#w-map .chart-mark").count();
  assert.ok(after < tops.length, "fewer marks after zooming in");
  await page.click("#w-map .chart-zoom button >> nth=2");
  await page.waitForTimeout(200);
  const home = await page.locator('#w-map [data-mark="DE"]').boundingBox();
  assert.ok(Math.abs(home.x - before.x) < 2);
});

test("the menu switches to the table and back", "/overview", async (page) => {
  await page.click("#w-volume .menu summary");
  await page.click('#w-volume [data-view="table"]');
  assert.ok(await page.isVisible("#w-volume .chart-table"));
  await page.click("#w-volume .menu summary");
  await page.click('#w-volume [data-view="chart"]');
  assert.ok(await page.isVisible("#w-volume canvas"));
});

for (const id of ["volume", "sentiment", "sources", "phrases", "map"]) {
  test(`${id} is exported as a picture`, "/overview", async (page) => {
    await page.locator(`#w-${id}`).scrollIntoViewIfNeeded();
    await page.waitForTimeout(600);
    await page.click(`#w-${id} .menu summary`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.click(`#w-${id} [data-png]`),
    ]);
    assert.equal(download.suggestedFilename(), `${id}.png`);
    if (process.env.KEEP) await download.saveAs(`${process.env.KEEP}/${id}.png`);
  });
}

test("charts follow the theme", "/overview", async (page) => {
  await page.waitForSelector("#w-volume canvas");
  const look = () =>
    page.$eval("#w-volume canvas", (canvas) => canvas.toDataURL().length + canvas.toDataURL().slice(-400));
  const light = await look();
  await page.click(".person > summary");
  await page.click('[name="theme"][value="dark"]');
  await page.waitForTimeout(300);
  assert.notEqual(await look(), light);
  assert.match(await page.evaluate(() => document.cookie), /hk_theme=dark/);
});

test("a pasted list is split and merged; nothing typed is lost", "/rule-editor", async (page) => {
  const field = page.locator('[data-clause="inclusions"] .token-input');
  await field.focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text", "jacket, boots\n#winter\nTENT");
    document.activeElement.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await field.pressSequentially("half");
  const value = await page.$eval("textarea[name=inclusions]", (area) => area.value);
  assert.equal(value, "jacket\ntent\nboots\n#winter\nhalf");
});

test("the preview answers while one types and the old answer is given up", "/rule-editor", async (page) => {
  let asked = 0;
  await page.route("**/parts/preview.html", async (route) => {
    asked += 1;
    const own = asked;
    if (own === 1) await new Promise((done) => setTimeout(done, 800));
    await route.fulfill({ contentType: "text/html", body: `<p id="answer">answer ${own}</p>` }).catch(() => undefined);
  });
  await page.locator('[data-clause="keywords"] .token-input').pressSequentially("gear");
  await page.waitForTimeout(450);
  await page.locator('[data-clause="keywords"] .token-input').pressSequentially("box");
  await page.waitForSelector("#answer");
  await page.waitForTimeout(900);
  assert.equal(await page.textContent("#answer"), "answer 2");
  assert.equal(asked, 2);
  assert.equal(await page.inputValue('[data-clause="keywords"] .token-input'), "gearbox");
});

test("unsaved changes are asked about", "/rule-editor", async (page) => {
  await page.fill("#name", "Changed");
  const leave = () => page.click('.rail-link[href="/overview.html"]');
  await leave();
  await page.waitForSelector("dialog[open]");
  await page.click('dialog button[value=""]');
  assert.match(page.url(), /rule-editor/);
  assert.equal(await page.inputValue("#name"), "Changed");
  await leave();
  await page.click('dialog [value="go"]');
  await page.waitForURL(/overview/);
});

test("what cannot be undone wants its name", "/settings", async (page) => {
  await page.click("form[data-confirm] button");
  const go = page.locator('dialog [value="go"]');
  assert.ok(await go.isDisabled());
  await page.fill("dialog input", "contoso");
  assert.ok(await go.isEnabled());
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog").count(), 0);
});

test("a page opens as a dialog and gives the focus back", "/search-setup", async (page) => {
  await page.click("tbody tr:nth-child(1) .menu summary");
  await page.click("tbody tr:nth-child(1) [data-dialog]");
  await page.waitForSelector("dialog[open] #confirm-name");
  await page.waitForTimeout(400);
  await page.click("dialog [data-dialog-close]");
  assert.equal(await page.locator("dialog").count(), 0);
  await page.waitForTimeout(400);
  assert.match(page.url(), /search-setup/);
  assert.ok(await page.isVisible("h1"));
});

test("shortcuts: slash, two letters, the list", "/overview", async (page) => {
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.type("g s");
  assert.match(page.url(), /overview/);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("?");
  assert.match(await page.textContent("dialog"), /Search Setup/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.waitForURL(/search-setup/);
});

test("new posts refresh what is live and offer a pill", "/overview?pane=open", async (page) => {
  await page.waitForSelector(".live-pill", { timeout: 4000 });
  assert.equal(await page.textContent(".live-pill"), "12 new posts");
  await page.click(".live-pill");
  await page.waitForSelector(".live-pill", { state: "detached" });
  assert.equal(await page.locator("#pane-posts .post").count(), 6);
});

test("live numbers come without a new canvas or a lost view", "/overview", async (page) => {
  let asked = 0;
  await page.route("**/overview", async (route) => {
    const answer = await route.fetch();
    let body = await answer.text();
    // The page itself as it is; what the live element asks for with other numbers.
    if (route.request().headers()["hx-live"]) {
      asked += 1;
      body = body.replaceAll("41,233", "41,999").replaceAll('"value": 14233', '"value": 99999');
    }
    await route.fulfill({ response: answer, body });
  });
  await page.reload();
  await page.waitForSelector("#w-volume canvas");
  await page.evaluate(() => {
    document.querySelector("#w-volume canvas").dataset.same = "";
    document.querySelector("#w-sources hk-chart").setAttribute("view", "table");
  });
  await page.waitForFunction(() => document.querySelector("#w-sources .chart-table").textContent.includes("41,999"));
  await page.waitForFunction(() =>
    document.querySelector('#w-volume [data-mark="2026-11-19"]').getAttribute("aria-label").includes("99,999"),
  );
  assert.equal(asked, 1);
  assert.equal(await page.locator("#w-volume canvas[data-same]").count(), 1);
  assert.ok(await page.isVisible("#w-sources .chart-table"));
});

test("boosted pages bring their charts along and come back", "/overview", async (page) => {
  await page.evaluate(() => (window.sameDocument = true));
  await page.click("#w-sources a.rank >> nth=0");
  await page.waitForURL(/source=bluesky/);
  await page.waitForSelector("#w-volume canvas");
  assert.ok(await page.evaluate(() => window.sameDocument), "no page load");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.goBack();
  await page.waitForURL(/overview$/);
  await page.waitForSelector("#w-volume canvas");
});

test("the page reads without JavaScript", "/overview", async (page) => {
  assert.ok(await page.isVisible("#w-volume .chart-table a"));
  assert.ok(await page.isHidden("#w-volume [data-png]"));
  await page.click(".chip.add");
  assert.ok(await page.isVisible(".facet-row input"));
  assert.ok(await page.isHidden("hk-filter-list >> nth=0"));
}, { javaScriptEnabled: false });

test("a rule can be written without JavaScript", "/rule-editor", async (page) => {
  assert.equal(await page.inputValue("textarea[name=inclusions]"), "jacket\ntent");
}, { javaScriptEnabled: false });

let failed = 0;
for (const { name, url, run, options } of tests) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const heard = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) heard.push(message.text());
  });
  page.on("pageerror", (error) => heard.push(String(error)));
  page.setDefaultTimeout(15_000);
  try {
    await page.goto(base + url);
    if (options.javaScriptEnabled !== false) await page.waitForFunction(() => customElements.get("hk-chart"));
    await run(page);
    assert.deepEqual(heard, []);
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n      ${error.message.split("\n").slice(0, 6).join("\n      ")}`);
  }
  await context.close();
}
await browser.close();
server.close();
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
