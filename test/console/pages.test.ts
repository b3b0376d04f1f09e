import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { caller } from '../support/api.ts';
import { numbers } from '../support/people.ts';
import { key, signIn, UNSEEN, url, visit, type Visit } from './visit.ts';

/** What somebody may call themselves, and what a browser must not take for markup. */
const HOSTILE = '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';
const call = caller(url, key);

let paths: readonly string[] = [];
let customer = '';
let campaign = '';

beforeAll(async () => {
  if (UNSEEN) return;
  const [phone_number] = numbers(40).slice(-1);
  const consent = { status: 'opted_in', source: HOSTILE };
  const attributes = { [HOSTILE.slice(0, 30).replaceAll('.', ' ')]: HOSTILE };
  customer = (await call('POST /v1/customers', { body: { phone_number, name: HOSTILE, tags: ['hostile'], consent, attributes } })).body.id;
  const body = {
    name: HOSTILE,
    message_content: `Hello, ${HOSTILE} *bold*, and good bye.`,
    footer: '<b>small</b>',
    buttons: [{ id: 'x', title: '<b>Tap</b>', type: 'reply' }],
    target_criteria: { tags_any: ['hostile'] },
  };
  campaign = (await call('POST /v1/campaigns', { body })).body.id;
  const sent = (await call('POST /v1/campaigns', { body })).body.id;
  await call(`POST /v1/campaigns/${sent}/execute`);
  paths = [
    '/',
    '/campaigns',
    `/campaigns/${campaign}/edit/message`,
    `/campaigns/${campaign}/edit/people`,
    `/campaigns/${campaign}/edit/when`,
    `/campaigns/${campaign}/edit/check`,
    `/campaigns/${sent}`,
    `/campaigns/${sent}/people`,
    '/people',
    `/people/${customer}`,
    '/people/import',
    '/templates',
    '/insights',
    ...['senders', 'hours', 'keys', 'members', 'webhooks', 'audit'].map((tab) => `/settings/${tab}`),
    '/nowhere',
  ];
});

/** Goes there as by a link, and waits until nothing is being loaded. */
async function goTo({ page }: Visit, path: string): Promise<void> {
  await page.goto(`/console${path}`);
  await page.locator('main h1').waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
}

describe.skipIf(UNSEEN).each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  let visitor: Visit;
  beforeAll(async () => {
    visitor = await visit({ theme });
  });
  afterAll(() => visitor.close());

  test('every page is accessible, keeps to its policy, and takes no words for markup', async () => {
    await visitor.page.goto('/console/');
    expect(await seriousFaults(visitor, theme)).toEqual([]);
    await signIn(visitor);
    const found: unknown[] = [];
    for (const path of paths) {
      await goTo(visitor, path);
      found.push(...(await seriousFaults(visitor, theme)).map((fault) => ({ path, ...fault })));
      expect(await visitor.page.locator('main img[src=x], main script').count()).toBe(0);
      expect(await visitor.page.title()).not.toBe('taken');
    }
    expect(found).toEqual([]);
    expect(visitor.faults).toEqual([]);
  });
});

/** Only colours differ in the dark theme. No page has frames, without which one look is enough. */
async function seriousFaults({ page }: Visit, theme: 'light' | 'dark') {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'], preload: false });
  const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, targets: nodes.slice(0, 3).map(({ target }) => target.join(' ')) }));
}

describe.skipIf(UNSEEN)('a narrow screen', () => {
  test('shows every page without scrolling sideways', async () => {
    const visitor = await visit({ width: 320 });
    await signIn(visitor);
    const wide: string[] = [];
    for (const path of paths) {
      await goTo(visitor, path);
      const width = await visitor.page.locator('html').evaluate((root: { scrollWidth: number }) => root.scrollWidth);
      if (width > 320) wide.push(`${path}: ${width}`);
    }
    await visitor.close();
    expect(wide).toEqual([]);
  });
});

describe.skipIf(UNSEEN)('signing in', () => {
  test('goes from one tab to another that is opened, and ends in both', async () => {
    const visitor = await visit();
    await signIn(visitor);
    const second = await visitor.context.newPage();
    await second.goto('/console/people');
    await second.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await second.getByRole('button', { name: 'Sign out' }).first().click();
    await visitor.page.getByLabel('API key').waitFor();
    await second.getByLabel('API key').waitFor();
    await visitor.close();
  });

  test('with a key that Herald does not know says so, and stays', async () => {
    const visitor = await visit();
    await visitor.page.goto('/console/people');
    await visitor.page.getByLabel('API key').fill('hk_wrong');
    await visitor.page.getByRole('button', { name: 'Sign in' }).click();
    await visitor.page.getByText('Herald does not know this key. Is it all there?').waitFor();
    await visitor.close();
  });
});
