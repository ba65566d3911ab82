// Three projects: the journeys, the journeys with real servers, and the screenshots, which are no
// tests but write docs/images.
// `cargo xtask e2e` and `cargo xtask screenshots` set the binary and the browser.
import { defineConfig } from '@playwright/test';

const browser = process.env.HEARKEN_TEST_BROWSER ?? '/usr/bin/chromium';

export default defineConfig({
  outputDir: 'results',
  reporter: [['list']],
  timeout: 120_000,
  expect: { timeout: 10_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: browser,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'journeys', testDir: 'journeys' },
    { name: 'services', testDir: 'services' },
    { name: 'screenshots', testDir: 'screenshots' },
  ],
});
