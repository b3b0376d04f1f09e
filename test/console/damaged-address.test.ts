import { expect, test } from 'vitest';

import { caller } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { key, made, signIn, UNSEEN, url, visit } from './visit.ts';

/** What no parameter takes; it is the name of something in every object, too. */
const NONSENSE = 'constructor';

const MESSAGES = [
  ...['status', 'reached', 'not_reached', 'error_code', 'reason', 'content', 'language', 'variant', 'tried'],
  ...['button', 'not_button', 'tapped', 'replied', 'opted_out', 'counted', 'cursor'],
];

test.skipIf(UNSEEN)('whatever stands in an address, its page is there, and leads to one without it', async () => {
  const body = {
    name: 'Asked for by nonsense',
    message_content: 'Hello.',
    target_criteria: { tags_any: ['nobody-of-nonsense'] },
    buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }],
  };
  const draft = await made('POST /v1/campaigns', body);
  const sent = await made('POST /v1/campaigns', body);
  await caller(url, key)(`POST /v1/campaigns/${sent}/execute`);
  const pages: readonly (readonly [path: string, parameters: readonly string[]])[] = [
    ['/campaigns', ['status', 'from', 'q', 'cursor']],
    ['/campaigns/new/edit/people', [`imported_before=${NONSENSE}&imported_after`]],
    [`/campaigns/${draft}/audience`, ['outcome', 'content', 'country', 'waits', 'cursor']],
    [`/campaigns/${sent}`, ['buttons', 'failures', 'texts', 'variants']],
    [`/campaigns/${sent}/people`, MESSAGES],
    [`/campaigns/${sent}/replies`, ['cursor']],
    [`/campaigns/${sent}/history`, ['cursor']],
    ['/people', ['tag', 'number', 'segment', 'consent', 'cursor']],
    ['/people/segments', ['cursor']],
    ['/templates', ['cursor']],
    ['/insights', ['days', 'title', 'type', 'position', 'media_type']],
    ['/settings/audit', ['cursor']],
  ];
  const visitor = await visit();
  const { page } = visitor;
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(String(error)));
  await signIn(visitor);
  const isLoaded = async () => {
    await page.locator('main h1').waitFor();
    await eventually(async () => {
      expect(await page.locator('[aria-busy="true"]').count()).toBe(0);
    });
  };
  const failures = page.locator('main').getByText(/Could not|no such thing/);
  const remedy = page.locator('main').getByRole('link', { name: 'Show all' });
  const withoutRemedy: string[] = [];
  for (const [path, parameters] of pages)
    for (const parameter of parameters) {
      const address = `${path}?${parameter}=${NONSENSE}`;
      await page.goto(`/console${address}`);
      await isLoaded();
      if ((await remedy.count()) > 0) {
        await remedy.first().click();
        await page.waitForURL(`**/console${path}`);
        await failures.first().waitFor({ state: 'detached' });
      }
      withoutRemedy.push(...(await failures.allTextContents()).map((words) => `${address}: ${words}`));
    }
  expect(withoutRemedy).toEqual([]);
  expect(broken).toEqual([]);
  await visitor.close();
});
