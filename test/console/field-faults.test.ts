import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { made, signIn, UNSEEN, visit } from './visit.ts';

/** What is given to programs, and to no person: a path of the API, a name with underscores, an id, a type. */
const OF_PROGRAMS =
  /(?<!@)\b[a-z]+(\.\d+)?\.[a-z_]+\b|\b[a-z]+_[a-z_]+\b|[\da-f]{8}-[\da-f]{4}-|expected (number|string)/;
const LONG = 'x'.repeat(300);

interface Form {
  readonly path: string;
  /** What must be done before its fields are seen. */
  readonly open?: (page: Page) => Promise<unknown>;
  /** Each field by its label, with what Herald refuses and with what is good again. */
  readonly fields: readonly (readonly [label: string, bad: string, good: string])[];
  /** What sends it; a form of the builder sends itself. */
  readonly button?: string;
}

const more = (page: Page) => page.getByText(/^More:/).click();
const check = (label: string) => (page: Page) => page.getByLabel(label, { exact: true }).check();

const OF_SETTINGS: readonly (readonly [string, Form])[] = [
  [
    'hours and caps',
    {
      path: '/settings/hours',
      open: check('Only at some hours'),
      fields: [
        ['From', 'nine', '09:00'],
        ['To', '25:99', '20:00'],
        ['In 24 hours', '-1', '5'],
        ['In 7 days', '0', '9'],
        ['Above so many people somebody else must approve a campaign', '-5', '900000'],
      ],
      button: 'Save',
    },
  ],
  ['a webhook', { path: '/settings/webhooks', fields: [['Address', 'http://localhost', 'x']], button: 'Add' }],
  ['a member', { path: '/settings/members', fields: [['E-mail address', 'nobody', 'x']], button: 'Add' }],
  [
    'a key',
    {
      path: '/settings/keys',
      open: (page) => page.getByLabel('campaigns:read').check(),
      fields: [['Name', LONG, 'x']],
      button: 'Make a key',
    },
  ],
  [
    'a segment',
    {
      path: '/people/segments/new',
      open: (page) => page.getByLabel('Name', { exact: true }).fill('Long'),
      fields: [
        ['Tags', LONG, 'one'],
        ['Not with these tags', LONG, 'two'],
      ],
      button: 'Save',
    },
  ],
];

const OF_BUILDER: readonly (readonly [string, Form])[] = [
  [
    'the message',
    {
      path: 'message',
      open: more,
      fields: [
        ['Tested, in percent', '0', '50'],
        ['Tested, in percent', '', '12.5'],
        ['Get nothing by chance, in percent', '90', '5'],
        ['Hours that each person has', '0', '1'],
        ['Hours that each person has', '', '1'],
        ['Hours until it is decided', '1', '30'],
        ['Weight (First text)', '5000', '1'],
        ['Weight (First text)', '', '1'],
        ['Weight (Variant b)', '5000', '1'],
        ['Weight (Variant b)', '', '1'],
      ],
    },
  ],
  [
    'a text for some',
    {
      path: 'message',
      open: (page) => page.getByRole('button', { name: 'For people with a tag' }).click(),
      fields: [['Who has at least one of these tags', '', 'vip']],
    },
  ],
  [
    'the people',
    {
      path: 'people',
      fields: [
        ['Tags', LONG, 'regular'],
        ['Not with these tags', LONG, 'new'],
      ],
    },
  ],
  [
    'the time',
    {
      path: 'when',
      open: check('Again and again'),
      fields: [
        ['Time', '', '09:00'],
        ['Every so many weeks', '0', '1'],
        ['Every so many weeks', '', '2'],
      ],
    },
  ],
  [
    'how it ends',
    {
      path: 'when',
      async open(page) {
        await check('Again and again')(page);
        await page.getByLabel('It ends').selectOption('After so many dates');
      },
      fields: [
        ['How many dates', '0', '5'],
        ['How many dates', '', '5'],
      ],
    },
  ],
  ['a test', { path: 'check', fields: [['Your numbers', '12', '+49']], button: 'Send me a test' }],
];

async function everyRefusalIsBesideItsField({ path, open, fields, button }: Form): Promise<void> {
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, path);
  await page.locator('main h1').waitFor();
  await open?.(page);
  for (const [label, bad, good] of fields) {
    const field = page.getByLabel(label, { exact: true });
    await field.fill(bad);
    if (button) await page.getByRole('button', { name: button, exact: true }).click();
    await expect.poll(() => field.getAttribute('aria-invalid'), { message: `${label} is marked` }).toBe('true');
    const id = (await field.getAttribute('aria-describedby'))?.split(' ').at(-1);
    expect(await page.locator(`[id="${id}"]`).textContent(), label).not.toBe('');
    expect(await field.inputValue(), `${label} holds what was typed`).toBe(bad);
    const said = await page.locator('main .fault, main .notice, header .meta, main .meta').allTextContents();
    expect(
      said.filter((words) => OF_PROGRAMS.test(words)),
      label,
    ).toEqual([]);
    await field.fill(good);
  }
  await visitor.close();
}

test.skipIf(UNSEEN).each(OF_SETTINGS)('what Herald refuses of %s is said beside its field', (_, form) =>
  everyRefusalIsBesideItsField(form),
);

test.skipIf(UNSEEN).each(OF_BUILDER)(
  'what Herald refuses of a campaign is said beside its field of %s',
  async (_, form) => {
    const campaign = await made('POST /v1/campaigns', {
      name: 'Refused',
      message_content: 'Hello!',
      target_criteria: { tags_any: ['regular'] },
      contents: [{ key: 'b', weight: 1, message_content: 'Bye!' }],
      weight: 1,
      experiment: { metric: 'replied', window_hours: 1, test_share: 0.5, no_winner: 'control' },
    });
    await everyRefusalIsBesideItsField({ ...form, path: `/campaigns/${campaign}/edit/${form.path}` });
  },
);

test.skipIf(UNSEEN)('what is wrong with the number of a test is said once, in words of people', async () => {
  const campaign = await made('POST /v1/campaigns', {
    ...{ name: 'Tested', message_content: 'Hello!', target_criteria: { tags_any: ['regular'] } },
  });
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, `/campaigns/${campaign}/edit/check`);
  await page.getByLabel('Your numbers').fill('0151 12345678');
  await page.getByRole('button', { name: 'Send me a test' }).click();
  await page.getByText('Must be a phone number with + and the country’s number').waitFor();
  expect(await page.locator('main .fault').allTextContents()).toEqual([
    'Must be a phone number with + and the country’s number, for example +49 151 12345678.',
  ]);
  await visitor.close();
});
