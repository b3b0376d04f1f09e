import { afterAll, beforeAll, expect, test } from 'vitest';

import { BUCKETS, bucketOf } from '../../../shared/analytics/histogram.ts';
import { interactionCounters, messageCounters, sum, type Counters } from '../../../shared/analytics/rollup.ts';
import { rollupStore, type Rollups } from '../../../shared/analytics/rollup.store.ts';
import { MAX_CONTENTS } from '../../../shared/campaign/contents.ts';
import { campaignContentFaults } from '../../../shared/campaign/content-rules.ts';
import { counterBytes, MAX_COUNTER_BYTES } from '../../../shared/campaign/counter-size.ts';
import { AGENT_OUTCOMES } from '../../../shared/interaction/interaction.ts';
import { MESSAGE_STATUSES, SKIP_REASONS } from '../../../shared/message/message.ts';
import { randomIds } from '../../../shared/platform/ids.ts';
import { CODES } from '../../../shared/provider/twilio/error-codes.ts';
import { FALLBACK_REASONS } from '../../../shared/reaction/agent-answer.ts';
import { quotas } from '../../../shared/tenancy/quota.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let rollups: Rollups;
beforeAll(async () => {
  opened = await testTable();
  rollups = rollupStore(opened.table);
});
afterAll(() => opened.close());

/** Of an item [Constraints in DynamoDB], and of a page of a query. */
const [MAX_ITEM, MAX_PAGE] = [400 * 1024, 1024 * 1024];
const NOON = '2026-11-20T12:00:00.000Z';
/** More than a campaign of any size counts. */
const MANY = 99_999_999;
const MOST_MONEY = '999999999999999.9999';

const codes = Object.values(CODES).flatMap((meanings) => Object.keys(meanings));
const currencies = Intl.supportedValuesOf('currency').slice(0, quotas.shape.currencies.maxValue!);
const types = Array.from({ length: quotas.shape.conversion_types.maxValue! }, (_, n) => `${n}`.padEnd(64, '類'));
/** One time for each bucket, and one beyond them all. */
const times = [...Array.from({ length: BUCKETS }, (_, bucket) => 1.2 ** bucket * 0.99), 1e10];

type Given = { readonly id: string; readonly agent?: boolean };
const buttonOf = ({ id, agent }: Given, n: number) => ({
  ...{ id, title: `Button ${n}`, type: 'reply' as const },
  ...(agent && {
    action: { type: 'agent' as const, webhook_endpoint_id: 'whe_1', timeout_seconds: 8, fallback: 'Hi' },
  }),
});

/** So many buttons with ids of so many characters, in as many contents as they need. */
function draftOf(buttons: readonly Given[]) {
  const all = buttons.map(buttonOf);
  const contents = Array.from({ length: Math.ceil(all.length / 3) - 1 }, (_, n) => ({
    ...{ key: `content-${n}`, language: `x-${n}`, when: { tags_any: [`${n}`] } },
    buttons: all.slice(3 * n + 3, 3 * n + 6),
  }));
  return { message_content: 'Hi', media_type: 'text' as const, language: 'en', buttons: all.slice(0, 3), contents };
}

/** The longest ids that a campaign with so many buttons may have. */
function longest(count: number, letter: string, agent: boolean): Given[] {
  const buttonsWith = (length: number) =>
    Array.from({ length: count }, (_, n) => ({ id: `${n}`.padEnd(length, letter), agent }));
  let length = 2;
  while (length < 128 && counterBytes(buttonsWith(length + 1).map(buttonOf)) <= MAX_COUNTER_BYTES) length += 1;
  return buttonsWith(length);
}

/** Every counter that taps on these buttons can have. */
function tapCounters(buttons: readonly Given[]): Counters {
  const tap = { clicked_at: NOON, local_weekday: 0, local_hour: 0 };
  const conversion = { conversion_reference_id: 'A-1', converted_at: NOON };
  const reasons = [...codes, ...SKIP_REASONS, ...FALLBACK_REASONS];
  return sum(
    buttons
      .flatMap(({ id: button_id, agent }) => [
        ...times.map((response_seconds) => interactionCounters({ ...tap, button_id, response_seconds })),
        ...currencies.map((currency) => {
          const worth = { ...conversion, conversion_type: types[0]!, currency, value: MOST_MONEY };
          return interactionCounters({ ...tap, button_id, conversion: worth });
        }),
        ...types.map((conversion_type) =>
          interactionCounters({ ...tap, button_id, conversion: { ...conversion, conversion_type } }),
        ),
        ...(agent ? AGENT_OUTCOMES : []).map((outcome) =>
          interactionCounters({ ...tap, button_id, agent: { outcome } }),
        ),
        ...(agent ? reasons : []).map((reason) =>
          interactionCounters({ ...tap, button_id, agent: { outcome: 'fallback', reason } }),
        ),
      ])
      .map(({ buttons = {} }) => buttons),
  );
}

/** An item with these names, and numbers as long as theirs become. */
function sizeOf(counters: Counters): number {
  const digits = (name: string) => (name.startsWith('value#') ? 16 : String(MANY).length);
  return Object.keys(counters).reduce((size, name) => size + Buffer.byteLength(name) + 1 + digits(name) / 2, 300);
}

test.each([
  ['60 buttons', longest(60, 'x', false)],
  ['60 buttons with letters of three bytes', longest(60, '類', false)],
  ['30 buttons that agents answer', longest(30, 'x', true)],
  ['three buttons with the longest ids, which agents answer', longest(3, '類', true)],
])('the counters of taps fit into a row: %s', async (_, buttons) => {
  expect(campaignContentFaults(draftOf(buttons)).filter(({ code }) => code === 'too_big')).toEqual([]);
  const counters = tapCounters(buttons);
  expect(sizeOf(counters)).toBeLessThan(MAX_ITEM);
  const own = Object.entries(counters).filter(([name]) => !name.startsWith('led_to#'));
  expect(sizeOf(Object.fromEntries(own))).toBeLessThan(MAX_COUNTER_BYTES + 300);

  const place = { tenant_id: randomIds.next('ten'), campaign_id: randomIds.next('cmp') };
  await rollups.replace({ ...place, family: 'buttons', source: 'campaign' }, counters);
  const { buttons: read = {} } = await rollups.read(place.tenant_id, place.campaign_id);
  expect(Object.keys(read)).toHaveLength(Object.keys(counters).length);
});

test('a campaign whose buttons would need more is refused', () => {
  for (const buttons of [longest(60, 'x', false), longest(30, 'x', true)]) {
    const longer = buttons.map(({ id, ...rest }) => ({ ...rest, id: `${id}yyyy` }));
    expect(campaignContentFaults(draftOf(longer))).toContainEqual({
      ...{ path: 'buttons', code: 'too_big' },
      message: expect.stringMatching(/ids .* shorten them/),
    });
  }
});

test('an id in several contents counts once', () => {
  const three = ['yes', 'no', 'later'].map((id) => ({ id: id.padEnd(100, 'x') }));
  const everywhere = Array.from({ length: MAX_CONTENTS }, () => three).flat();
  expect(campaignContentFaults(draftOf(everywhere)).filter(({ code }) => code === 'too_big')).toEqual([]);
});

test('the rows of all lanes fit into one page of a query, with those of taps', () => {
  const buttons = longest(60, 'x', false);
  const clicked_buttons = buttons.map(({ id }) => id);
  const totals = sum(
    Array.from({ length: MAX_CONTENTS }, (_, n) => `${n}`.padEnd(32, 'k')).flatMap((content_key) =>
      [
        ...MESSAGE_STATUSES.map((status) => ({
          status,
          content_key,
          clicked_buttons,
          replied_at: NOON,
          opted_out_at: NOON,
        })),
        ...SKIP_REASONS.map((status_reason) => ({ status: 'skipped' as const, status_reason, content_key })),
        ...codes.map((error_code) => ({ status: 'failed' as const, error_code, content_key })),
      ].map((message) => messageCounters({ ...message, replays: 1 }).totals ?? {}),
    ),
  );
  expect(16 * sizeOf(totals) + sizeOf(tapCounters(buttons))).toBeLessThan(MAX_PAGE);
  expect(bucketOf(1e10)).toBe(BUCKETS - 1);
});
