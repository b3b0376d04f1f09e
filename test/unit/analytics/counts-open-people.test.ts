import { afterAll, beforeAll, expect, test } from 'vitest';

import { isEngaged, type Engagement } from '../../../shared/campaign/engagement.ts';
import { byCohort } from '../../../shared/analytics/experiment/cohort-counters.ts';
import { experimentReport } from '../../../shared/analytics/experiment/experiment-report.ts';
import { holdoutReport } from '../../../shared/analytics/experiment/holdout-report.ts';
import { recount } from '../../../shared/analytics/recount.ts';
import { reportOf } from '../../../shared/analytics/report.ts';
import { reportWire } from '../../../shared/analytics/report.wire.ts';
import { AGENT_OUTCOMES, type Interaction } from '../../../shared/interaction/interaction.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import type { Selection } from '../../../shared/interaction/interaction.selection.ts';
import { messageFilter, type MessageFilter } from '../../../shared/message/message-filter.ts';
import { MESSAGE_STATUSES, type Message } from '../../../shared/message/message.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { keys } from '../../../shared/message/message.keys.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { StorePage } from '../../../shared/platform/page.ts';
import { classify, explain } from '../../../shared/provider/twilio/error-codes.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, START } from '../fixtures.ts';

const AGENT_ACTION = {
  type: 'agent',
  webhook_endpoint_id: ids.next('whe'),
  timeout_seconds: 10,
  fallback: 'Later.',
} as const;
const campaign = campaignOf({
  status: 'completed',
  buttons: [
    { id: 'yes', title: 'Yes', type: 'reply' },
    { id: 'no', title: 'No', type: 'reply', action: AGENT_ACTION },
  ],
  contents: [
    { key: 'de', language: 'de' },
    { key: 'vip', when: { tags_any: ['vip'] } },
  ],
});
const tenant = campaign.tenant_id;
const REASONS = ['opted_out', 'no_number', undefined];
const CODES = ['63024', '63016', undefined];
const AGENT = [{ outcome: 'answered' }, { outcome: 'fallback', reason: 'timeout' }, { outcome: 'skipped' }] as const;
const KEYS = ['default', 'de', 'vip', undefined];

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
  for (let n = 0; n < 240; n += 1) await add(n);
});
afterAll(() => opened.close());

/** A message of each status, code, reason and content; some of them tapped, answered, opted out, bought. */
async function add(n: number): Promise<void> {
  const status = MESSAGE_STATUSES[n % MESSAGE_STATUSES.length]!;
  const round = Math.floor(n / MESSAGE_STATUSES.length);
  const of = { campaign_id: campaign.id, customer_id: ids.next('cus') };
  const at = timestamp(START + n * 1_000);
  const taps = status === 'delivered' || status === 'read' ? ['yes', 'no', 'yes'].slice(0, round % 4) : [];
  const message: Message = {
    ...of,
    id: ids.next('msg'),
    status,
    variables: [],
    attempts: 1,
    content_key: KEYS[round % 4],
    ...(status === 'skipped' ? { status_reason: REASONS[round % 3] } : {}),
    // One that waits again keeps its code, and is no failure.
    ...(['failed', 'undelivered', 'retry'].includes(status) ? { error_code: CODES[round % 3] } : {}),
    ...(round % 5 === 1 && { replied_at: at }),
    ...(round % 7 === 2 && { opted_out_at: at }),
    ...ofTrial(n, round),
  };
  await opened.table.put({ ...keys.message(tenant, of), ...message });
  for (const [place, button_id] of taps.entries()) {
    const clicked_at = timestamp(START + n * 60_000 + place * 1_000);
    const tap: Interaction = {
      ...of,
      id: ids.at('int', Date.parse(clicked_at)),
      tenant_id: tenant,
      message_id: message.id,
      button_id,
      button_title: button_id,
      button_type: 'reply',
      source: 'inbound',
      clicked_at,
      local_weekday: n % 7,
      local_hour: n % 24,
      content_key: message.content_key,
      variant: message.arm,
      ...(button_id === 'no' && { agent: AGENT[round % 3]! }),
    };
    const messages = messageStore(opened.table);
    const also = messages.tapWrite(tenant, of, button_id, clicked_at);
    await interactionStore(opened.table).record(tap, { key: tap.id }, also);
    const bought = {
      conversion_type: round % 2 ? 'order' : 'visit',
      conversion_reference_id: tap.id,
      converted_at: at,
    };
    if (place === 1) await interactionStore(opened.table).credit(tap, bought);
  }
}

const HOUR = 3_600_000;
const EXPERIMENT = { metric: 'tapped', window_hours: 24, test_share: 0.5, no_winner: 'control' } as const;

/**
 * Everybody is in the test of two variants, gets what won, or nothing by chance; those of the test were tried unless they are
 * skipped. Their times begin hour by hour, and whoever did it or bought did so before, in or after them.
 */
function ofTrial(n: number, round: number): Partial<Message> {
  const since = START + (n % 60) * HOUR;
  const at = timestamp(since);
  const phase = (['test', 'test', 'rest', 'holdout'] as const)[n % 4]!;
  const later = (hours: number | undefined) => hours !== undefined && timestamp(since + hours * HOUR);
  const bought_at = later([undefined, -1, 0, 24, 25][n % 5]);
  const of = { phase, planned_at: at, window_hours: EXPERIMENT.window_hours, ...(bought_at && { bought_at }) };
  if (phase === 'holdout') return of;
  const tried = n % 3 && phase === 'test';
  const did_at = tried && later([3, undefined, 24, 25][round % 4]);
  return {
    ...of,
    arm: round % 2 ? 'b' : 'a',
    ...(tried && { tried_at: at, metric: EXPERIMENT.metric }),
    ...(did_at && { did_at }),
  };
}

/** What is listed by page after page. */
async function all<Item>(read: (after: StorePage<Item>['last']) => Promise<StorePage<Item>>): Promise<Item[]> {
  const found: Item[] = [];
  let after: StorePage<Item>['last'];
  for (let pages = 0; pages < 200; pages += 1) {
    const page = await read(after);
    found.push(...page.items);
    if (!page.last) return found;
    after = page.last;
  }
  throw new Error('The list does not end.');
}

const messagesOf = (filter: MessageFilter, of = campaign, now = START) =>
  all((after) => messageStore(opened.table).page(tenant, of.id, messageFilter(filter, of, now), { limit: 50, after }));
const tapsOf = (selection: Selection, limit = 50) =>
  all((after) =>
    interactionStore(opened.table).page(
      tenant,
      campaign.id,
      { ...selection, taps_by_customer: true },
      { limit, after },
    ),
  );

/** The filter that opens a count of people of this name. */
function people(name: string): MessageFilter | undefined {
  const known: Record<string, MessageFilter> = {
    recipients: {},
    skipped: { status: 'skipped' },
    unknown: { status: 'unknown' },
    replied: { replied: true },
    opted_out: { opted_out: true },
    clicked: { tapped: true },
  };
  const steps = ['accepted', 'sent', 'delivered', 'read', 'failed'] as const;
  const step = steps.find((one) => one === name);
  return step ? { reached: step } : known[name];
}

function outcomeOf(name: string) {
  const outcome = AGENT_OUTCOMES.find((one) => one === name);
  if (!outcome) throw new Error(`There is no outcome ${name}.`);
  return outcome;
}

/** Every count of a report, by its path. */
function countsIn(value: unknown, path: string): [path: string, count: number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => countsIn(inner, `${path}.${name}`));
}

/** Rates and times, the name of an hour, and the curve of how long taps took, whose buckets no list knows. */
const NO_PEOPLE = /_rate$|_seconds$|^\.rates\.|\.interval\.|\.buckets\.|\.by_hour\.\d+\.hour$|\.(lower|upper)$/;

function countedOfAll() {
  const table = opened.table;
  return recount(tenant, campaign.id, { messages: messageStore(table), interactions: interactionStore(table) });
}

async function reportOfAll() {
  const counted = await countedOfAll();
  return reportWire.parse(reportOf(campaign, counted, timestamp(START), { classify, explain }));
}

test('every count of a report opens exactly its people', async () => {
  const report = await reportOfAll();
  const opens = async (path: string): Promise<number | undefined> => {
    const [, part = '', place = '', name = '', deeper = '', last = '', reason = ''] = path.split('.');
    const own = (filter: MessageFilter | undefined, more: MessageFilter) =>
      filter && messagesOf({ ...filter, ...more }).then(({ length }) => length);
    if (part === 'totals') return own(people(place), {});
    if (part === 'failures') return own({ error_code: report.failures[Number(place)]!.error_code }, {});
    if (part === 'skipped') return own({ reason: place }, {});
    if (part === 'by_content') return own(people(name), { content: report.by_content[Number(place)]!.content_key });
    if (part === 'by_language') return own(people(name), { language: report.by_language[Number(place)]!.language });
    const taps = (selection: Selection) => tapsOf(selection).then(({ length }) => length);
    if (place === 'total_clicks') return taps({});
    if (place === 'unique_customers') return own({ tapped: true }, {});
    if (place === 'conversions') return taps({ converted: true });
    if (place === 'conversion_types') return taps({ conversion_type: name });
    if (place === 'by_hour') return taps({ hour: name, converted: deeper === 'conversions' });
    if (place === 'by_weekday_hour') return taps({ local_weekday: name, local_hour: deeper });
    const { button_id } = report.button_analytics!.buttons[Number(name)] ?? {};
    if (deeper === 'clicks') return taps({ button_id });
    if (deeper === 'conversions') return taps({ button_id, converted: true });
    if (deeper === 'agent')
      return taps(
        last === 'reasons' ? { button_id, agent_reason: reason } : { button_id, agent_outcome: outcomeOf(last) },
      );
    if (deeper === 'unique_customers') {
      const persons = await tapsOf({ button_id, one_per: 'customer' });
      expect(new Set(persons.map(({ customer_id }) => customer_id)).size).toBe(persons.length);
      expect(await own({ button: button_id ?? '' }, {})).toBe(persons.length);
      return persons.length;
    }
    throw new Error(`Nothing opens ${path} ${last}: give it a filter, or say that it counts no people.`);
  };
  const counts = countsIn(report, '').filter(([path]) => !NO_PEOPLE.test(path));
  expect(counts.length).toBeGreaterThan(300);
  for (const [path, count] of counts) expect(await opens(path), path).toBe(count);
});

test('an audience finds as many people by what they did as the report counts', async () => {
  const { totals, button_analytics } = await reportOfAll();
  const everyone = await messagesOf({});
  const size = (given: Partial<Engagement>) =>
    everyone.filter((message) => isEngaged({ campaign_id: campaign.id, ...given }, [message])).length;
  const { delivered, read, replied, failed, skipped } = totals;
  const counted = { delivered, read, replied, failed, skipped, tapped: button_analytics!.unique_customers };
  for (const [did, count] of Object.entries(counted) as [keyof typeof counted, number][])
    expect(size({ did }), did).toBe(count);
  const sent = everyone.filter((message) => isEngaged({ campaign_id: campaign.id, did: 'sent' }, [message]));
  const rest = (filter: MessageFilter) => messagesOf(filter).then((list) => list.map(({ id }) => id));
  for (const [did_not, filter] of [
    ['delivered', { reached: 'delivered' }],
    ['read', { reached: 'read' }],
    ['tapped', { tapped: true }],
    ['replied', { replied: true }],
  ] as const) {
    const done = new Set(await rest(filter));
    expect(size({ did_not }), did_not).toBe(sent.filter(({ id }) => !done.has(id)).length);
  }
});

test('who did not get as far, and who did not tap, are the rest', async () => {
  const handed = await messagesOf({ reached: 'handed_over' });
  const delivered = await messagesOf({ reached: 'delivered' });
  const size = async (filter: MessageFilter) => (await messagesOf(filter)).length;
  expect(await size({ reached: 'handed_over', not_reached: 'delivered' })).toBe(handed.length - delivered.length);
  expect(await size({ reached: 'delivered', not_reached: 'read' })).toBe(await size({ status: 'delivered' }));
  const tapped = await size({ reached: 'delivered', tapped: true });
  expect(await size({ reached: 'delivered', tapped: false })).toBe(delivered.length - tapped);
  const yes = await size({ reached: 'delivered', button: 'yes' });
  expect(await size({ reached: 'delivered', not_button: 'yes' })).toBe(delivered.length - yes);
});

test('taps of a span are those from its beginning on and before its end', async () => {
  const whole = await tapsOf({});
  const [from, to] = [whole.at(-3)!.clicked_at, whole[2]!.clicked_at];
  const within = whole.filter(({ clicked_at }) => clicked_at >= from && clicked_at < to);
  for (const more of [{}, { button_id: 'yes' }, { converted: true }, { customer_id: whole[5]!.customer_id }]) {
    const expected = within.filter(
      (one) =>
        (more.button_id ?? one.button_id) === one.button_id &&
        (more.customer_id ?? one.customer_id) === one.customer_id &&
        (!('converted' in more) || one.conversion !== undefined),
    );
    expect((await tapsOf({ ...more, from, to })).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  }
  for (const limit of [1, 7, 100]) {
    const persons = await tapsOf({ one_per: 'customer', from, to }, limit);
    expect(persons.map(({ customer_id }) => customer_id).toSorted()).toEqual(
      [...new Set(within.map(({ customer_id }) => customer_id))].toSorted(),
    );
  }
});

test('the counts of an experiment and of who got nothing open their people', async () => {
  const { cohorts = {} } = await countedOfAll();
  const counted = (of: string) =>
    Object.entries(cohorts).reduce((sum, [name, count]) => sum + (name.endsWith(`#${of}`) ? count : 0), 0);
  const size = async (filter: MessageFilter) => (await messagesOf(filter)).length;
  for (const variant of ['a', 'b']) {
    expect(counted(`tried#${variant}`)).toBeGreaterThan(10);
    const tried = { variant, tried: true } as const;
    expect(await size(tried)).toBe(counted(`tried#${variant}`));
    expect(await size({ ...tried, reached: 'delivered' })).toBe(counted(`delivered#${variant}`));
    const all = await size({ variant });
    expect((await size({ variant, phase: 'test' })) + (await size({ variant, phase: 'rest' }))).toBe(all);
    expect((await size(tried)) + (await size({ variant, tried: false }))).toBe(all);
    const taps = await tapsOf({});
    expect((await tapsOf({ variant, content: 'vip' })).map(({ id }) => id)).toEqual(
      taps.filter((tap) => tap.variant === variant && tap.content_key === 'vip').map(({ id }) => id),
    );
  }
  expect(await size({ phase: 'holdout' })).toBe(counted('planned#held'));
});

test('who had their time, and what they did in it, opens as it is counted at any moment', async () => {
  const [own, ...others] = campaign.contents;
  const trial = campaignOf({
    ...campaign,
    ...{ started_at: timestamp(START), experiment: EXPERIMENT, holdout: 0.25, variant: 'a', weight: 1 },
    contents: [own!, ...others, { key: 'b', variant: 'b', weight: 1 }],
  });
  const { cohorts = {} } = await countedOfAll();
  const rows = Array.from(byCohort(cohorts), ([cohort, counters]) => ({ cohort, source: '0', counters }));
  const seen = new Set<string>();
  for (const hours of [0, 30, 49.5, 50, 75, 200]) {
    const now = START + hours * HOUR;
    const size = async (filter: MessageFilter) => (await messagesOf(filter, trial, now)).length;
    const { variants } = experimentReport(trial, rows, {}, now, true)!;
    for (const { variant, tried, window_over, did, delivered } of variants) {
      const over = { variant, window_over: true } as const;
      expect(await size(over)).toBe(window_over);
      expect(await size({ ...over, did: true })).toBe(did);
      expect(await size({ ...over, did: false })).toBe(window_over - did);
      expect(await size({ ...over, reached: 'delivered' })).toBe(delivered);
      expect(await size({ variant, tried: true, window_over: false })).toBe(tried - window_over);
      seen.add(`${variant} ${window_over} ${did} ${delivered}`);
    }
    const { sent, held } = holdoutReport(trial, rows, now)!;
    for (const [holdout, { planned, converted }] of [['sent', sent] as const, ['held', held] as const]) {
      expect(await size({ holdout })).toBe(planned);
      expect(await size({ holdout, holdout_converted: true })).toBe(converted);
      expect(await size({ holdout, holdout_converted: false })).toBe(planned - converted);
      seen.add(`${holdout} ${planned} ${converted}`);
    }
  }
  // The moments differ, and at the last of them everybody has had their time.
  expect(seen.size).toBeGreaterThan(15);
  expect(await messagesOf({ holdout: 'held' }, trial, START + 200 * HOUR)).toHaveLength(60);
});
