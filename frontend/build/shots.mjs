// Looks at every preview: screenshots into a folder (argument), axe, the policy, the console and
// layout shift. Ends with 1 when anything was found. Needs a Chromium (CHROMIUM names another).
import { AxeBuilder } from "@axe-core/playwright";
import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { chromium } from "playwright-core";
import { serve } from "./preview.mjs";

const out = process.argv[2];
const only = process.argv.slice(3);
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!out) {
  console.error("usage: npm run shots -- DIR [page ...]");
  process.exit(2);
}
if (!existsSync(browserPath)) {
  console.error(`no browser at ${browserPath}: set CHROMIUM`);
  process.exit(2);
}
await mkdir(out, { recursive: true });

/** Name of the picture, window, theme. The wide ones are for the eye, the rest also for width. */
const VIEWS = [
  ["light-1440", 1440, 900, "light"],
  ["dark-1440", 1440, 900, "dark"],
  ["light-390", 390, 844, "light"],
  ["dark-390", 390, 844, "dark"],
  ["light-360", 360, 740, "light"],
  ["light-768", 768, 1024, "light"],
  ["light-2560", 2560, 1440, "light"],
];

const server = await serve(0);
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
let findings = 0;
const say = (where, what) => {
  findings += 1;
  console.log(`${where}: ${what}`);
};

async function look(name, [view, width, height, theme]) {
  const where = `${name} ${view}`;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") say(where, message.text());
  });
  page.on("pageerror", (error) => say(where, String(error)));
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${base}/${name}.html`, { waitUntil: "load" });
  await page.evaluate(async () => {
    // Charts are drawn when they come near.
    for (let at = 0; at < document.documentElement.scrollHeight; at += 600) {
      scrollTo(0, at);
      await new Promise((done) => setTimeout(done, 40));
    }
    scrollTo(0, 0);
  });
  await page.waitForTimeout(700);
  const shift = await page.evaluate(() => window.shift);
  if (shift > 0.02) say(where, `layout shift ${shift.toFixed(3)}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) say(where, `scrolls sideways by ${wide} px`);
  await page.screenshot({ path: `${out}/${name}-${view}.png`, fullPage: true });
  if (width === 1440 || view === "light-390") {
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const each of violations) {
      say(where, `axe ${each.id}: ${each.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(" | ")}`);
    }
  }
  await context.close();
}

const names = (await readdir(new URL("../preview/", import.meta.url)))
  .filter((name) => name.endsWith(".html"))
  .map((name) => name.slice(0, -5))
  .filter((name) => only.length === 0 || only.includes(name));
for (const name of names) {
  for (const view of VIEWS) await look(name, view);
}
await browser.close();
server.close();
console.log(`${names.length} pages, ${findings} findings`);
process.exit(findings === 0 ? 0 : 1);
