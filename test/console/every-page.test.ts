import { AxeBuilder } from '@axe-core/playwright';
import { beforeAll, expect, test } from 'vitest';

import { caller } from '../support/api.ts';
import { cutSelects } from './cut-selects.ts';
import { peopleOf } from './people.ts';
import { key, made, signIn, UNSEEN, url, visit, type Visit } from './visit.ts';

/** What somebody may call themselves, and what a browser must not take for markup. */
const HOSTILE = '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 700 };
const call = caller(url, key);

let paths: readonly string[] = [];
let customer = '';
let campaign = '';
let segment = '';

beforeAll(async () => {
  if (UNSEEN) return;
  const [phone_number] = peopleOf('every-page', 1);
  const consent = { status: 'opted_in', source: '<b>shop</b>', text: HOSTILE };
  const attributes = { '<b>city</b>': HOSTILE };
  customer = await made('POST /v1/customers', { phone_number, name: HOSTILE, tags: ['hostile'], consent, attributes });
  const body = {
    name: HOSTILE,
    message_content: `Hello, ${HOSTILE} *bold*, and good bye.`,
    footer: '<b>small</b>',
    buttons: [{ id: 'x', title: '<b>Tap</b>', type: 'reply' }],
    target_criteria: { tags_any: ['hostile'] },
    contents: [{ key: 'b', weight: 1, message_content: `Bye, ${HOSTILE}, all.` }],
    weight: 1,
    experiment: { metric: 'tapped' },
    holdout: 0.1,
  };
  campaign = await made('POST /v1/campaigns', body);
  const sent = await made('POST /v1/campaigns', body);
  await call(`POST /v1/campaigns/${sent}/execute`);
  segment = await made('POST /v1/segments', { name: HOSTILE, criteria: { tags_any: [HOSTILE.slice(0, 60)] } });
  paths = [
    '/',
    '/campaigns',
    `/campaigns/${campaign}/edit/message`,
    `/campaigns/${campaign}/edit/people`,
    `/campaigns/${campaign}/edit/when`,
    `/campaigns/${campaign}/edit/check`,
    `/campaigns/${campaign}/audience?outcome=reached`,
    `/campaigns/${sent}`,
    `/campaigns/${sent}/people`,
    `/campaigns/${sent}/replies`,
    `/campaigns/${sent}/history`,
    '/people',
    `/people/${customer}`,
    '/people/import',
    '/people/segments',
    `/people/segments/${segment}`,
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

test.skipIf(UNSEEN)(
  'every page is accessible in both themes, fits a narrow screen, keeps to its policy, and takes no words for markup',
  async () => {
    const visitor = await visit();
    const { page, faults } = visitor;
    const found: unknown[] = [];
    // What people call themselves may have any length.
    const cut = async () => (await cutSelects(page)).filter((chosen) => chosen !== HOSTILE);
    const look = async (path: string) => {
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        found.push(...(await seriousFaults(visitor, theme)).map((fault) => ({ path, theme, ...fault })));
      }
      found.push(...(await cut()).map((select) => ({ path, select })));
      await page.setViewportSize(NARROW);
      const width = await page.locator('html').evaluate((root: { scrollWidth: number }) => root.scrollWidth);
      if (width > NARROW.width) found.push({ path, width });
      found.push(...(await cut()).map((select) => ({ path, select, at: NARROW.width })));
      await page.setViewportSize(WIDE);
    };

    await page.goto('/console/');
    await page.getByLabel('API key').waitFor();
    await look('signing in');
    await signIn(visitor);
    for (const path of paths) {
      await goTo(visitor, path);
      await look(path);
      if ((await page.locator('main img[src=x], main script').count()) > 0) found.push({ path, markup: true });
      if ((await page.title()) === 'taken') found.push({ path, ran: true });
    }

    expect(found).toEqual([]);
    expect(faults).toEqual([]);
    await visitor.close();
  },
);

/** Only colours differ in the dark theme. No page has frames, without which one look is enough. */
async function seriousFaults({ page }: Visit, theme: 'light' | 'dark') {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'], preload: false });
  const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, targets: nodes.slice(0, 3).map(({ target }) => target.join(' ')) }));
}
