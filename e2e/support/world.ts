// An installation with one organization, one topic and made posts, served; shared by the tests of
// a file. And what a person does to get in.
import { type Page, test as base, expect } from '@playwright/test';
import { join } from 'node:path';
import { type Created, Installation, type Server } from './hearken.ts';
import { make, others, write } from './made.ts';

export const SLUG = 'tea-house';
export const PASSWORD = 'a kettle sings at five';
export const MATCHING = 60;

/** A served installation with known content. */
export interface World {
  installation: Installation;
  server: Server;
  created: Created;
  /** An address within the organization. */
  at(path: string): string;
}

async function start(): Promise<World> {
  const installation = await Installation.make();
  const created = await installation.json<Created>(
    ...['init', '--organization', 'Tea House', '--slug', SLUG, '--country', 'DE'],
    ...['--admin-email', 'operator@tea.example'],
  );
  await installation.json(
    ...['topic', 'create', '--organization', SLUG, '--category', 'Brands'],
    ...['--name', 'Kettles', '--keywords', 'zephyrine'],
  );
  await installation.command('operator', 'organization', 'partner', SLUG);
  const file = join(installation.folder, 'made.ndjson');
  await write(file, [...make(MATCHING), ...others()]);
  await installation.json('import', '--organization', SLUG, '--format', 'ndjson', file);
  const server = await installation.serve();
  const at = (path: string) => `${server.url}/o/${SLUG}${path}`;
  return { installation, server, created, at };
}

/** Fills the sign-in form; the one-time password is changed where the page asks for it. */
export async function signIn(page: Page, world: World): Promise<void> {
  await page.goto(`${world.server.url}/sign-in`);
  await page.locator('#email').fill('operator@tea.example');
  await page.locator('#password').fill(world.created.password);
  await page.locator('#password').press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  if (page.url().includes('/me/password')) {
    await page.locator('[name=current]').fill(world.created.password);
    await page.locator('[name=new]').fill(PASSWORD);
    await page.locator('main button[type=submit]').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/me/password'));
    world.created.password = PASSWORD;
  }
}

/** Tests with a served world, and a page that is signed in and fails on any console error. */
export const test = base.extend<{ inside: Page }, { world: World }>({
  world: [
    async ({}, use) => {
      const world = await start();
      await use(world);
      await world.server.stop();
      await world.installation.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  inside: async ({ page, world }, use) => {
    const complaints: string[] = [];
    page.on('console', (said) => {
      // A form that comes back with its problems is no error of the page.
      const isRefusal = said.text().includes('status of 422');
      if (said.type() === 'error' && !isRefusal) complaints.push(said.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await signIn(page, world);
    await use(page);
    expect(complaints, 'errors on the console').toEqual([]);
  },
});

export { expect };
