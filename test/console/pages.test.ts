import { AxeBuilder } from '@axe-core/playwright';
import { beforeAll, describe, expect, test } from 'vitest';

import { caller } from '../support/api.ts';
import { numbers } from '../support/people.ts';
import { key, signIn, UNSEEN, url, visit, type Visit } from './visit.ts';

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
  const [phone_number] = numbers(40).slice(-1);
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

/** @returns the id of what was made */
async function made(route: string, body: object): Promise<string> {
  const answer = await call(route, { body });
  expect(answer).toMatchObject({ status: 200 });
  return String(answer.body.id);
}

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
    const look = async (path: string) => {
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        found.push(...(await seriousFaults(visitor, theme)).map((fault) => ({ path, theme, ...fault })));
      }
      await page.setViewportSize(NARROW);
      const width = await page.locator('html').evaluate((root: { scrollWidth: number }) => root.scrollWidth);
      if (width > NARROW.width) found.push({ path, width });
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
    await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await visitor.page.getByText('Herald does not know this key. Is it all there?').waitFor();
    await visitor.close();
  });

  test('again, when the key ends meanwhile, goes over the page, and what was typed stays', async () => {
    const scopes = ['conversations:view'];
    const answer = await call('POST /v1/api-keys', { body: { name: 'short', scopes } });
    const visitor = await visit();
    const { page } = visitor;
    await signIn(visitor, '/campaigns/new/edit/message', answer.body.key);
    await page.getByLabel('Name', { exact: true }).fill('Half written');
    await call(`DELETE /v1/api-keys/${answer.body.id}`);
    await page.getByLabel('Text', { exact: true }).fill('Hello there.');
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('API key').fill(key);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByLabel('Name', { exact: true }).fill('All written');
    await page.getByText(/^Saved /).waitFor();
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Hello there.');
    await visitor.close();
  });
});

describe.skipIf(UNSEEN)('a draft', () => {
  test('that somebody else has changed is not overwritten', async () => {
    const visitor = await visit();
    const { page } = visitor;
    const id = await made('POST /v1/campaigns', {
      name: 'Shared',
      message_content: 'Hello.',
      target_criteria: { all: true },
    });
    await signIn(visitor, `/campaigns/${id}/edit/message`);
    await page.getByText(/^Saved /).waitFor();
    expect((await call(`PATCH /v1/campaigns/${id}`, { body: { name: 'Theirs' } })).status).toBe(200);
    await page.getByLabel('Name', { exact: true }).fill('Mine');
    await page.getByRole('button', { name: 'Keep mine as a copy' }).click();
    await page.getByRole('heading', { level: 1, name: 'Mine (copy)' }).waitFor();
    expect((await call(`GET /v1/campaigns/${id}`)).body.name).toBe('Theirs');
    await visitor.close();
  });
});
