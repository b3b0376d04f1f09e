/** `npm run screenshots`: pictures of the main pages, from a campaign that is really sent, into docs/images. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium as playwright } from 'playwright-core';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { ORDINARY } from '../../local/twilio/customers.ts';
import { ORDINARY_HABITS } from '../../local/twilio/habits.ts';
import { caller } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { startTestHerald } from '../support/herald.ts';
import { browserOptions } from './browser-options.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const { account_sid: accountSid, auth_token: authToken } = STAND_IN_ACCOUNT;
const herald = await startTestHerald({
  standIn: { accounts: [{ accountSid, authToken }], habits: ORDINARY_HABITS, behaviour: ORDINARY },
});
const call = caller(herald.url, herald.demoKey);
await call('POST /v1/customers/import', { body: read('examples/fifty-customers.csv'), type: 'text/csv' });
const draft = { ...JSON.parse(read('examples/campaign.json')), target_criteria: { tags_any: ['newsletter'] } };
const sent = (await call('POST /v1/campaigns', { body: draft })).body.id;
await call(`POST /v1/campaigns/${sent}/execute`);
await eventually(async () => {
  const { body } = await call(`GET /v1/campaigns/${sent}`);
  if (body.status !== 'completed') throw new Error(`The campaign is ${body.status}.`);
});
await herald.standIn.settled();
await herald.stack.streamIdle();
const next = (await call(`POST /v1/campaigns/${sent}/clone`, { body: { name: 'Spring sale' } })).body.id;

const browser = await playwright.launch(await browserOptions());
const context = await browser.newContext({
  baseURL: herald.url,
  viewport: { width: 1280, height: 860 },
  locale: 'en-GB',
});
// The example's picture is on no host.
const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 382 200"><rect width="382" height="200" fill="#e9b44c"/><circle cx="300" cy="60" r="34" fill="#f6e7c1"/><path d="M0 200 90 90l70 80 60-60 162 90z" fill="#9b2915"/></svg>`;
await context.route('https://cdn.example.com/**', (route) => route.fulfill({ contentType: 'image/svg+xml', body }));
const page = await context.newPage();
await page.goto('/console/');
await page.getByRole('button', { name: 'Use the demo' }).click();
await page.getByRole('navigation', { name: 'Main' }).waitFor();
for (const [name, path, colorScheme] of [
  ['console-message', `/campaigns/${next}/edit/message`, 'light'],
  ['console-check', `/campaigns/${next}/edit/check`, 'light'],
  ['console-campaign', `/campaigns/${sent}`, 'dark'],
] as const) {
  await page.emulateMedia({ colorScheme });
  await page.goto(`/console${path}`);
  await page.locator('main h1').waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  // The person whose values the message shows is read beside it.
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(ROOT, 'docs/images', `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}
await browser.close();
await herald.close();
