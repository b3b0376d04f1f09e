/**
 * `npm run screenshots`: pictures of the main pages, from a campaign that is really sent, into docs/images. With `--all folder`, of
 * every page in both themes, wide and narrow, into that folder.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium as playwright } from 'playwright-core';
import * as z from 'zod';

import { readCommandLine } from '../../admin/command-line.ts';
import { browserOptions } from './browser-options.ts';
import { everyPage, screenshotWorld } from './screenshot-world.ts';

const IMAGES = join(import.meta.dirname, '../../docs/images');
const WIDE = { width: 1280, height: 860 };
const NARROW = { width: 390, height: 860 };

const {
  values: { all },
} = readCommandLine({
  usage: 'npm run screenshots [-- --all folder]',
  options: { all: z.string().min(1).optional().describe('a folder') },
});

const world = await screenshotWorld();
const browser = await playwright.launch(await browserOptions());
const context = await browser.newContext({
  ...{ baseURL: world.herald.url, viewport: WIDE, locale: 'en-GB', reducedMotion: 'reduce' },
});
// The example's picture is on no host.
const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 382 200"><rect width="382" height="200" fill="#e9b44c"/><circle cx="300" cy="60" r="34" fill="#f6e7c1"/><path d="M0 200 90 90l70 80 60-60 162 90z" fill="#9b2915"/></svg>`;
await context.route('https://cdn.example.com/**', (route) => route.fulfill({ contentType: 'image/svg+xml', body }));
const page = await context.newPage();

async function goTo(path: string): Promise<void> {
  await page.goto(`/console${path}`);
  await page.locator('main h1').waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  // The person whose values the message shows is read beside it.
  await page.waitForLoadState('networkidle');
}

async function take(path: string, fullPage = false): Promise<void> {
  await page.screenshot({ path, fullPage });
  console.log(path);
}

async function takeMain(): Promise<void> {
  for (const [name, path, colorScheme] of [
    ['console-message', `/campaigns/${world.next}/edit/message`, 'light'],
    ['console-check', `/campaigns/${world.next}/edit/check`, 'light'],
    ['console-campaign', `/campaigns/${world.sent}`, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await goTo(path);
    await take(join(IMAGES, `${name}.png`));
  }
}

async function takeAll(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, path] of await everyPage(world)) {
    await goTo(path);
    for (const [width, size] of Object.entries({ wide: WIDE, narrow: NARROW }))
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        await take(join(folder, `${name}-${colorScheme}-${width}.png`), true);
      }
    await page.setViewportSize(WIDE);
  }
}

await page.goto('/console/');
await page.getByRole('button', { name: 'Use the demo' }).click();
await page.getByRole('navigation', { name: 'Main' }).waitFor();
await (all === undefined ? takeMain() : takeAll(all));
await browser.close();
await world.herald.close();
