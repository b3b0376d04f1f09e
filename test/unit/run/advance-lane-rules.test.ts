import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { placeOf } from '../../../shared/campaign/placement.ts';
import { timeShareOf } from '../../../shared/campaign/send-time.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { advanceLane, type LanePorts, type LaneRun } from '../../../shared/run/advance-lane.ts';
import type { Chunk } from '../../../shared/run/chunk.ts';
import { audienceStore } from '../../../shared/segment/audience.store.ts';
import { laneStore } from '../../../shared/run/lane.store.ts';
import { choiceStore } from '../../../shared/message/choice.store.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { LANES, laneOf } from '../../../shared/platform/lanes.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { dailyCountStore } from '../../../shared/sender/daily-count.store.ts';
import { hourFor } from '../../../shared/run/send-times.ts';
import { LEAD, type Sender } from '../../../shared/sender/sender.ts';
import { senderStore } from '../../../shared/sender/sender.store.ts';
import { whatsappPrices } from '../../../shared/provider/twilio/whatsapp-prices.ts';
import { spendingOf } from '../../../shared/tenancy/spending.ts';
import { spendStore } from '../../../shared/tenancy/spend.store.ts';
import type { Tenant } from '../../../shared/tenancy/tenant.ts';
import { tenantStore } from '../../../shared/tenancy/tenant.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { approved, campaignOf, customerOf, fakeClock, keptLog, senderOf, START } from '../fixtures.ts';

const HOUR = 3_600_000;
// START is a Friday, 12:00 UTC: 13:00 in Berlin, 07:00 in New York, 21:00 in Tokyo.
const OFFICE = { from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5] };
const at = (time: string) => Date.parse(time);

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

/** A campaign whose rows are real, one lane of whose people is here. */
async function world(given: {
  readonly customers: readonly Customer[];
  readonly tenant?: Partial<Tenant>;
  readonly campaign?: Partial<Campaign>;
  readonly sender?: Partial<Sender>;
}) {
  const clock = fakeClock();
  const { table } = opened;
  const [campaigns, lanes, senders, tenants] = [
    campaignStore(table),
    laneStore(table),
    senderStore(table),
    tenantStore(table),
  ];
  const tenant_id = ids.next('ten');
  const now = timestamp(START);
  const by = 'api_key:key_01J00000000000000000000000';
  const sender = senderOf({ tenant_id, ...given.sender });
  const begun = { status: 'sending', run: 1, started_at: now, updated_at: now } as const;
  const campaign = campaignOf({ tenant_id, sender_id: sender.id, ...begun, ...given.campaign });
  await senders.add(sender);
  await tenants.add({ id: tenant_id, name: 'Shop', created_at: now, updated_at: now, ...given.tenant });
  await campaigns.add(campaign);
  const customers = given.customers.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const queued: Chunk[] = [];
  const ports = {
    clock,
    ids,
    log: keptLog().log,
    audiences: audienceStore(table),
    bestHours: { blocksFor: async () => new Map() } as LanePorts['bestHours'],
    campaigns,
    tenants,
    senders,
    lanes,
    dailyCounts: dailyCountStore(table),
    priceLists: () => ({ prices: whatsappPrices }),
    spends: spendStore(table),
    choices: choiceStore(table),
    recommender: { ask: async () => ({ error: 'Nobody is asked.' }) },
    messages: messageStore(table),
    rollups: { inLane: async () => ({ settled: 0, replayed: 0 }) },
    customers: {
      getAll: async (_: string, wanted: readonly string[]) => customers.filter(({ id }) => wanted.includes(id)),
      async lanePage(_: string, __: number, { limit, afterId = '' }: { limit: number; afterId?: string | undefined }) {
        const items = customers.filter(({ id }) => id > afterId).slice(0, limit);
        return { items, last: items.length === limit ? items.at(-1)?.id : undefined };
      },
    },
    sends: { add: async (chunks: readonly Chunk[]) => void queued.push(...chunks) },
  } satisfies Record<string, unknown>;
  const of = { tenant_id, campaign_id: campaign.id, lane: 5 };
  const run = (step: LaneRun['step'] = 'execute', number = 1): LaneRun => ({ ...of, run: number, step });
  return {
    ...ports,
    ports,
    run,
    campaign,
    sender,
    queued,
    advance: (changed: Partial<LanePorts> = {}) => advanceLane(run(), { ...ports, ...changed }),
    /** A pass through another lane, which has these people. */
    advanceOther(lane: number, all: readonly Customer[]) {
      const lanePage = async () => ({ items: [...all], last: undefined });
      return advanceLane({ ...run(), lane }, { ...ports, customers: { ...ports.customers, lanePage } });
    },
    /** Pauses the campaign, resumes it and makes another pass through its lane. */
    async resumed() {
      const change = () => ({ now: timestamp(clock.now()), by });
      await campaigns.transition('pause', { tenant_id, id: campaign.id }, change());
      const found = await campaigns.get(tenant_id, campaign.id);
      await campaigns.begin('resume', found!, found!.run + 1, change());
      return advanceLane(run('resume', found!.run + 1), ports);
    },
    reason: async () => (await campaigns.get(tenant_id, campaign.id))?.status_reason,
    /** Parks all of them as one chunk, as a pause does, when everybody has been planned. */
    async park(all: readonly Customer[], messages: number) {
      await lanes.advance(tenant_id, campaign.id, 5, await lanes.get(tenant_id, campaign.id, 5), {
        planned: all.length,
        exhausted_at: START,
      });
      const recipients = all.map(({ id }) => id);
      await lanes.park({ id: ids.next('chk'), ...of, recipients, messages, late: 0, failures: 0 }, START);
    },
    parked: async () => lanes.parked(tenant_id, campaign.id, 5, 100),
    planned: async () => (await lanes.get(tenant_id, campaign.id, 5)).planned,
  };
}

const people = (n: number, timezone: string, given: Partial<Customer> = {}) =>
  Array.from({ length: n }, () => customerOf({ timezone, ...given }));
const idsOf = (customers: readonly Customer[]) => customers.map(({ id }) => id).toSorted();
const recipientsOf = (chunks: readonly Pick<Chunk, 'recipients'>[]) =>
  chunks.flatMap(({ recipients }) => recipients).toSorted();

describe('sending hours', () => {
  test('park customers where they are closed until they open, queue the others, and plan all', async () => {
    const [berlin, tokyo] = [people(5, 'Europe/Berlin'), people(3, 'Asia/Tokyo')];
    const [york, boston] = [people(90, 'America/New_York'), people(2, 'America/Detroit')];
    const one = await world({
      customers: [...berlin, ...tokyo, ...york, ...boston],
      tenant: { sending_hours: OFFICE },
    });
    expect(await one.advance()).toEqual({ next: 'wait', wait_seconds: 600 });
    expect(recipientsOf(one.queued)).toEqual(idsOf(berlin));
    expect(await one.planned()).toBe(100);
    const parked = await one.parked();
    const by = (time: string) => parked.filter(({ not_before }) => not_before === at(time));
    expect(recipientsOf(by('2026-11-20T14:00:00Z'))).toEqual(idsOf([...york, ...boston]));
    expect(recipientsOf(by('2026-11-23T00:00:00Z'))).toEqual(idsOf(tokyo));
    expect(Math.max(...parked.map(({ messages }) => messages))).toBe(40);
    expect(parked.every(({ why }) => why === 'sending_hours')).toBe(true);
    expect(await one.reason()).toMatch(/sending hours.*2026-11-20T14:00:00.000Z/);
    // Those who wait took no slot.
    expect(((await one.senders.reserve(one.sender, 1, START)) as { starts_at: number }).starts_at).toBeLessThan(
      START + 1_000,
    );
  });

  test('park the same chunks again when a page is planned twice, and lose nobody', async () => {
    const customers = people(100, 'America/New_York');
    const one = await world({ customers, tenant: { sending_hours: OFFICE } });
    const crash = async () => {
      throw new Error('The function dies before its cursor moves.');
    };
    await expect(one.advance({ lanes: { ...one.lanes, advance: crash } })).rejects.toThrow('dies');
    const first = await one.parked();
    await one.advance();
    expect(await one.parked()).toEqual(first);
    expect(recipientsOf(first)).toEqual(idsOf(customers));
    expect(await one.planned()).toBe(100);
  });

  test('let parked chunks be queued when they are due, and status_reason goes', async () => {
    const customers = people(50, 'America/New_York');
    const one = await world({ customers, tenant: { sending_hours: OFFICE } });
    await one.advance();
    one.clock.advance(2 * HOUR - 1_000);
    expect(await one.advance()).toEqual({ next: 'wait', wait_seconds: 1 });
    expect(one.queued).toEqual([]);
    one.clock.advance(1_000);
    await one.advance();
    expect(recipientsOf(one.queued)).toEqual(idsOf(customers));
    expect([await one.parked(), await one.reason()]).toEqual([[], undefined]);
  });

  test('are said until the lane that waits for them goes on, whoever is queued of other lanes', async () => {
    const one = await world({ customers: people(5, 'America/New_York'), tenant: { sending_hours: OFFICE } });
    await one.advance();
    const said = await one.reason();
    expect(said).toMatch(/sending hours/);
    const berlin = people(5, 'Europe/Berlin');
    await one.advanceOther(6, berlin);
    expect([recipientsOf(one.queued), await one.reason()]).toEqual([idsOf(berlin), said]);
    one.clock.advance(2 * HOUR);
    await one.advanceOther(7, people(5, 'Europe/Berlin'));
    expect(await one.reason()).toBe(said);
    await one.advance();
    expect(await one.reason()).toBeUndefined();
  });

  test("of the campaign take precedence over the tenant's", async () => {
    const customers = people(3, 'Europe/Berlin');
    const campaign = { sending_hours: { ...OFFICE, from: '14:30' } };
    const one = await world({ customers, campaign, tenant: { sending_hours: OFFICE } });
    await one.advance();
    expect(await one.parked()).toMatchObject([{ not_before: START + 1.5 * HOUR }]);
  });

  test('that were widened apply once the campaign is paused and resumed, not before', async () => {
    const [york, tokyo] = [people(60, 'America/New_York'), people(60, 'Asia/Tokyo')];
    const one = await world({ customers: [...york, ...tokyo], tenant: { sending_hours: OFFICE } });
    await one.advance();
    await one.tenants.change(one.campaign.tenant_id, { sending_hours: { ...OFFICE, from: '06:00' } });
    await one.advance();
    expect(one.queued).toEqual([]);
    await one.resumed();
    expect(recipientsOf(one.queued)).toEqual(idsOf(york));
    expect(recipientsOf(await one.parked())).toEqual(idsOf(tokyo));
    expect(new Set((await one.parked()).map(({ not_before }) => not_before))).toEqual(
      new Set([at('2026-11-22T21:00:00Z')]),
    );
    await one.tenants.change(one.campaign.tenant_id, { sending_hours: null });
    await one.resumed();
    expect(recipientsOf(one.queued)).toEqual(idsOf([...york, ...tokyo]));
    expect(await one.planned()).toBe(120);
  });
});

describe('a limit that the provider said is reached', () => {
  test('keeps people waiting when the campaign is paused and resumed, until it was raised', async () => {
    const customers = people(60, 'Europe/Berlin');
    const one = await world({
      customers,
      campaign: { content_templates: approved('HX1'), buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }] },
    });
    const { tenant_id, id } = one.sender;
    await one.advance();
    // As the sending of a chunk does it when the provider refuses its first.
    const until = START + 24 * HOUR;
    await one.senders.limit(tenant_id, id, { why: 'portfolio_limit', until });
    for (const chunk of one.queued.splice(0)) await one.lanes.park(chunk, until, { why: 'portfolio_limit' });
    await one.resumed();
    expect(one.queued).toEqual([]);
    expect(recipientsOf((await one.parked()).filter(({ not_before }) => not_before === until))).toEqual(
      idsOf(customers),
    );
    await one.senders.setLimits({ ...one.sender, messaging_limit: 250 }, { messaging_limit: 2_000 });
    await one.resumed();
    expect(recipientsOf(one.queued)).toEqual(idsOf(customers));
  });
});

describe('those held back by chance', () => {
  const heldBackOf = ({ campaign }: Awaited<ReturnType<typeof world>>, all: readonly Customer[]) =>
    idsOf(all.filter(({ id }) => placeOf(campaign, id).isHeldBack));

  test('wait for the sending hours with the others, and take no slot when these open', async () => {
    const customers = people(40, 'Asia/Tokyo');
    const one = await world({ customers, campaign: { holdout: 0.5 }, tenant: { sending_hours: OFFICE } });
    await one.advance();
    expect(one.queued).toEqual([]);
    expect(recipientsOf(await one.parked())).toEqual(idsOf(customers));
    one.clock.advance(60 * HOUR);
    await one.advance();
    expect(recipientsOf(one.queued)).toEqual(idsOf(customers));
    const slots = one.queued.reduce((sum, { messages }) => sum + messages, 0);
    expect(slots).toBe(40 - heldBackOf(one, customers).length);
    expect(slots).toBeLessThan(40);
  });

  test('wait for their hour as those do who get it, unless something else is against them', async () => {
    const buttons = [{ id: 'order', title: 'Order', type: 'reply' as const }];
    const timing = { send_time: 'best' as const, timing: false, timing_terms: {}, buttons };
    const noConsent = { consent: { status: 'unknown' as const, source: null, text: null, at: null } };
    const [willing, unwilling] = [people(200, 'Europe/Berlin'), people(200, 'Europe/Berlin', noConsent)];
    const one = await world({ customers: [...willing, ...unwilling], campaign: { holdout: 0.5, ...timing } });
    await one.advance();
    const waiting = new Set(recipientsOf(await one.parked()));
    const random = willing.filter(({ id }) => timeShareOf(one.campaign.id, id) === 'random');
    const heldBack = heldBackOf(one, random).filter((id) => waiting.has(id));
    expect(heldBack.length).toBeGreaterThan(0);
    expect(idsOf(random)).toEqual(expect.arrayContaining([...waiting]));
  });
});

describe('send_time', () => {
  const timed = { send_time: 'best' as const, buttons: [{ id: 'order', title: 'Order', type: 'reply' as const }] };
  const unproved = { ...timed, timing: false, timing_terms: {} };
  const proved = { ...timed, timing: true, timing_terms: { model: 'm' } };
  const evening: LanePorts['bestHours'] = {
    blocksFor: async (_, __, all) => new Map(all.map(({ id }) => [id, [6, 5]])),
  };
  const sharesOf = (id: string, all: readonly Customer[]) =>
    Object.groupBy(all, (one) => timeShareOf(id, one.id)) as Record<'best' | 'random' | 'start', Customer[]>;

  test('that is not proved gives hours by chance, lets all others go at the start, and everybody gets it once in 24 hours', async () => {
    const one = await world({ customers: people(200, 'Europe/Berlin'), campaign: unproved });
    const customers = (await one.customers.lanePage('', 5, { limit: 500 })).items;
    const { best, random, start } = sharesOf(one.campaign.id, customers);
    expect(await one.advance()).toEqual({ next: 'wait', wait_seconds: 600 });
    const first = recipientsOf(one.queued);
    expect(first).toEqual(expect.arrayContaining(idsOf([...best, ...start])));
    const waiting = recipientsOf(await one.parked());
    expect(idsOf(random)).toEqual(expect.arrayContaining(waiting));
    expect(waiting.length).toBeGreaterThan(random.length / 2);
    expect([...first, ...waiting].toSorted()).toEqual(idsOf(customers));
    expect((await one.parked()).every(({ why }) => why === 'send_time')).toBe(true);
    expect(await one.reason()).toMatch(/wait for their hour of the day, all of them within 24 hours of the start\.$/);
    let written = 0;
    const campaigns: LanePorts['campaigns'] = {
      ...one.campaigns,
      async setStatusReason(...given) {
        written += 1;
        await one.campaigns.setStatusReason(...given);
      },
    };
    for (let hour = 1; hour <= 24; hour += 1) {
      one.clock.advance(HOUR);
      await one.advance({ campaigns });
    }
    // It is said once, however many hours there are.
    expect(written).toBe(1);
    expect(recipientsOf(one.queued)).toEqual(idsOf(customers));
    expect([await one.parked(), await one.planned(), await one.reason()]).toEqual([[], 200, undefined]);
  });

  test('that is proved gives each their hour within the sending hours, in chunks of those who share one', async () => {
    const one = await world({
      customers: people(200, 'Europe/Berlin'),
      campaign: { ...proved, timing_terms: { model: 'm', hours: OFFICE } },
      tenant: { sending_hours: OFFICE },
    });
    const customers = (await one.customers.lanePage('', 5, { limit: 500 })).items;
    const { best, start } = sharesOf(one.campaign.id, customers);
    await one.advance({ bestHours: evening });
    expect(recipientsOf(one.queued)).toEqual(expect.arrayContaining(idsOf(start)));
    const parked = await one.parked();
    expect(recipientsOf(parked)).toEqual(expect.arrayContaining(idsOf(best)));
    // The block from 18 h is open until 20 h: those by chance have an hour until then, since a weekend follows.
    for (const { not_before } of parked) expect([1, 2, 3, 4, 5, 6]).toContain((not_before - START) / HOUR);
    const evenings = parked.filter(({ not_before }) => not_before >= at('2026-11-20T17:00:00Z'));
    expect(recipientsOf(evenings)).toEqual(expect.arrayContaining(idsOf(best)));
    // A person's waiting costs a part of a write.
    expect(parked.length).toBeLessThan(20);
  });

  test('keeps people at their hours when the campaign is paused, resumed, or planned twice, and loses nobody', async () => {
    const one = await world({ customers: people(150, 'Europe/Berlin'), campaign: proved });
    const crash = async () => {
      throw new Error('The function dies before its cursor moves.');
    };
    await expect(one.advance({ bestHours: evening, lanes: { ...one.lanes, advance: crash } })).rejects.toThrow('dies');
    const parked = await one.parked();
    await one.advance({ bestHours: evening });
    expect(await one.parked()).toEqual(parked);
    const queued = new Set(recipientsOf(one.queued));
    const halfway = parked[Math.floor(parked.length / 2)]!.not_before;
    one.clock.advance(halfway - START);
    await one.resumed();
    const left = parked.filter(({ not_before }) => not_before > halfway);
    expect(left.length).toBeGreaterThan(0);
    expect(await one.parked()).toEqual(left);
    expect(left.length).toBeLessThan(parked.length);
    // Whoever's hour passed while it was paused gets it when it goes on.
    one.clock.advance(30 * HOUR);
    await one.resumed();
    expect(await one.parked()).toEqual([]);
    expect(new Set(recipientsOf(one.queued))).toEqual(new Set([...queued, ...recipientsOf(parked)]));
    expect(new Set(recipientsOf(one.queued)).size).toBe(150);
  });

  test('queues whoever waits for their hour at once when the campaign is cancelled, to be recorded as skipped', async () => {
    const one = await world({ customers: people(60, 'Europe/Berlin'), campaign: proved });
    await one.advance({ bestHours: evening });
    const waiting = recipientsOf(await one.parked());
    expect(waiting.length).toBeGreaterThan(20);
    const change = { now: timestamp(one.clock.now()), by: 'api_key:key_01J00000000000000000000000' };
    await one.campaigns.begin('cancel', (await one.campaigns.get(one.campaign.tenant_id, one.campaign.id))!, 2, change);
    await advanceLane({ ...one.run('cancel', 2) }, one.ports);
    expect(await one.parked()).toEqual([]);
    expect(recipientsOf(one.queued)).toEqual(expect.arrayContaining(waiting));
  });

  test('of a slow sender lets those who share an hour wait together, and splits them when it comes', async () => {
    const one = await world({ customers: people(60, 'Europe/Berlin'), campaign: proved, sender: { rate: 2 } });
    const share = { blocksFor: async () => new Map(customers.map(({ id }) => [id, [6]])) };
    const customers = (await one.customers.lanePage('', 5, { limit: 500 })).items;
    await one.advance({ bestHours: share });
    const parked = await one.parked();
    expect(Math.max(...parked.map(({ messages }) => messages))).toBeGreaterThan(6);
    one.clock.advance(24 * HOUR);
    await one.advance({ bestHours: share });
    expect(await one.parked()).toEqual([]);
    const sent = one.queued.filter(({ slot_at }) => slot_at >= START + 24 * HOUR);
    expect(Math.max(...sent.map(({ recipients }) => recipients.length))).toBe(2);
    expect(recipientsOf(sent)).toEqual(recipientsOf(parked));
    const slots = sent.map(({ slot_at }) => slot_at);
    expect(new Set(slots).size).toBe(slots.length);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length);
  });

  test('gives nobody an hour whose share is the start, and nobody their best one of whom none is known', () => {
    const open = [{ at: START + HOUR, block: 4 }];
    const all = people(300, 'UTC').map(({ id }) => ({ id, share: timeShareOf('cmp_1', id) }));
    for (const { id, share } of all) {
      expect(hourFor('cmp_1', id, open, [4]) !== undefined).toBe(share !== 'start');
      expect(hourFor('cmp_1', id, open, undefined) !== undefined).toBe(share === 'random');
      expect(hourFor('cmp_1', id, [], [4])).toBeUndefined();
    }
  });
});

test.each<[string, Partial<Customer>, Partial<Campaign>]>([
  ['opted out', { consent: { status: 'opted_out', source: 'web', text: null, at: timestamp(START) } }, {}],
  ['never opted in', { consent: { status: 'unknown', source: null, text: null, at: null } }, {}],
  ['has a number that cannot receive messages', { suppressed: { code: '63003', at: timestamp(START) } }, {}],
  [
    'lacks the value of a placeholder',
    { name: null },
    { message_content: '{{name}}', media_type: 'document', media_url: 'https://cdn.example.com/a.pdf' },
  ],
])(
  'a customer who %s is queued at once, outside the sending hours too, and takes no slot',
  async (_, given, content) => {
    const [tokyo, berlin] = [people(3, 'Asia/Tokyo', given), people(2, 'Europe/Berlin', given)];
    const sendable = people(1, 'Europe/Berlin');
    const one = await world({
      customers: [...tokyo, ...berlin, ...sendable],
      tenant: { sending_hours: OFFICE },
      campaign: content,
    });
    await one.advance();
    expect(recipientsOf(one.queued)).toEqual(idsOf([...tokyo, ...berlin, ...sendable]));
    expect(one.queued.reduce((sum, { messages }) => sum + messages, 0)).toBe(1);
    expect([await one.parked(), await one.planned()]).toEqual([[], 6]);
  },
);

test('a page of customers who will all be skipped reserves nothing of the sender', async () => {
  const opted_out = { status: 'opted_out' as const, source: 'web', text: null, at: timestamp(START) };
  const customers = people(3, 'Europe/Berlin', { consent: opted_out });
  const one = await world({ customers, sender: { rate: 0.01 } });
  await one.advance();
  expect(recipientsOf(one.queued)).toEqual(idsOf(customers));
  expect(one.queued.every(({ messages }) => messages === 0)).toBe(true);
  expect(await one.senders.reserve(one.sender, 1, START)).toEqual({ starts_at: START + LEAD });
});

describe('the daily limit', () => {
  const template = { media_type: 'document', media_url: 'https://cdn.example.com/a.pdf' } as const;

  test('plans as many as it permits, and the rest when the first leave the window of 24 hours', async () => {
    const customers = people(100, 'Europe/Berlin');
    const one = await world({ customers, campaign: template, sender: { daily_limit: 60 } });
    expect(await one.advance()).toEqual({ next: 'wait', wait_seconds: 600 });
    expect([recipientsOf(one.queued).length, await one.planned()]).toEqual([60, 60]);
    expect(one.queued.every(({ counted }) => counted === START / HOUR)).toBe(true);
    expect(await one.reason()).toMatch(/daily_limit.*2026-11-21T13:00:00.000Z/);
    one.clock.advance(25 * HOUR - 1);
    await one.advance();
    expect(await one.planned()).toBe(60);
    one.clock.advance(1);
    await one.advance();
    expect(recipientsOf(one.queued)).toEqual(idsOf(customers));
    expect([await one.planned(), await one.reason()]).toEqual([100, undefined]);
  });

  test('splits a parked chunk that is larger than what is left of it', async () => {
    const customers = people(40, 'America/New_York');
    const one = await world({
      customers,
      campaign: template,
      tenant: { sending_hours: OFFICE },
      sender: { daily_limit: 25 },
    });
    await one.advance();
    one.clock.advance(2 * HOUR);
    expect(await one.advance()).toEqual({ next: 'wait', wait_seconds: 600 });
    const parked = await one.parked();
    expect([recipientsOf(one.queued).length, recipientsOf(parked).length]).toEqual([25, 15]);
    expect(recipientsOf([...one.queued, ...parked])).toEqual(idsOf(customers));
    expect(await one.reason()).toContain('daily_limit');
  });

  test('is not used up when no slot is free', async () => {
    const one = await world({
      customers: people(10, 'Europe/Berlin'),
      campaign: template,
      sender: { daily_limit: 10, rate: 1 },
    });
    await one.senders.reserve(one.sender, 20 * 60, START);
    expect(await one.advance()).toEqual({ next: 'wait', wait_seconds: 300 });
    expect(await one.dailyCounts.reserve(one.sender, 10, START, START)).toMatchObject({ granted: 10 });
  });

  test('does not apply to messages that are no templates', async () => {
    const customers = people(50, 'Europe/Berlin', { last_inbound_at: timestamp(START) });
    const one = await world({ customers, sender: { daily_limit: 10 }, campaign: { send_as: 'session' } });
    await one.advance();
    expect(recipientsOf(one.queued)).toHaveLength(50);
  });
});

describe('the spend cap', () => {
  const own = { DE: { marketing: '1' }, FR: { marketing: '3' } };
  const message_prices = { currency: 'EUR', own };
  const capped = (amount: string) => ({ message_prices, spend_cap: { amount, time_zone: 'Europe/Berlin' } });
  const germans = (n: number) => people(n, 'Europe/Berlin', { country: 'DE' });
  const amountsOf = (chunks: readonly Chunk[]) => chunks.map(({ spend }) => spend);
  // 12:00 UTC is 13:00 in Berlin, whose next day begins eleven hours later.
  const NEXT_DAY = 11 * HOUR;

  test('plans as many as there is money for, and the rest on the next days of its zone', async () => {
    const customers = germans(100);
    const one = await world({ customers, tenant: capped('60.5') });
    expect(await one.advance()).toEqual({ next: 'wait', wait_seconds: 600 });
    expect([recipientsOf(one.queued).length, await one.planned()]).toEqual([60, 60]);
    expect(amountsOf(one.queued).every((spend) => spend?.day === '2026-11-20')).toBe(true);
    expect(amountsOf(one.queued).reduce((sum, spend) => sum + (spend?.amount ?? 0), 0)).toBe(60_000_000);
    expect(await one.reason()).toMatch(/spend_cap.*2026-11-20T23:00:00.000Z/);
    one.clock.advance(NEXT_DAY - 1);
    await one.advance();
    expect(await one.planned()).toBe(60);
    one.clock.advance(1);
    await one.advance();
    expect(recipientsOf(one.queued)).toEqual(idsOf(customers));
    expect([await one.planned(), await one.reason()]).toEqual([100, undefined]);
  });

  test('counts everyone by their country: as the dearest where no price is known', async () => {
    const customers = [...germans(2), ...people(2, 'UTC', { country: 'FR' }), ...people(2, 'UTC', { country: 'XK' })];
    const one = await world({ customers, tenant: capped('100') });
    await one.advance();
    expect(amountsOf(one.queued).reduce((sum, spend) => sum + (spend?.amount ?? 0), 0)).toBe(14_000_000);
  });

  test('splits a parked chunk that costs more than is left of it', async () => {
    const customers = people(40, 'America/New_York', { country: 'DE' });
    const one = await world({ customers, tenant: { ...capped('25'), sending_hours: OFFICE } });
    await one.advance();
    one.clock.advance(2 * HOUR);
    expect(await one.advance()).toEqual({ next: 'wait', wait_seconds: 600 });
    const parked = await one.parked();
    expect([recipientsOf(one.queued).length, recipientsOf(parked).length]).toEqual([25, 15]);
    expect(recipientsOf([...one.queued, ...parked])).toEqual(idsOf(customers));
    expect(parked).toMatchObject([{ why: 'spend_cap' }]);
    expect(amountsOf(one.queued)).toEqual([{ day: '2026-11-20', amount: 25_000_000 }]);
    expect(await one.reason()).toContain('spend_cap');
  });

  test('is not used up when no slot is free, nor is the daily limit when there is no money', async () => {
    const one = await world({ customers: germans(10), tenant: capped('10'), sender: { daily_limit: 10, rate: 1 } });
    await one.senders.reserve(one.sender, 20 * 60, START);
    expect(await one.advance()).toEqual({ next: 'wait', wait_seconds: 300 });
    const { spending } = await termsOf(one);
    expect(await one.spends.spent(spending, START)).toBe(0);
    await one.spends.reserve(spending, [6_000_000], START);
    one.clock.advance(20 * 60_000);
    await one.advance();
    expect(recipientsOf(one.queued)).toHaveLength(4);
    expect((await one.dailyCounts.counted(one.sender, START)).get(START / HOUR)).toBe(4);
    await one.advance();
    expect((await one.dailyCounts.counted(one.sender, START)).get(START / HOUR)).toBe(4);
    expect(await one.spends.spent(spending, START)).toBe(10_000_000);
  });

  test('goes on with what a daily limit permits', async () => {
    const one = await world({ customers: germans(30), tenant: capped('25'), sender: { daily_limit: 20 } });
    await one.advance();
    expect(recipientsOf(one.queued)).toHaveLength(20);
    const { spending } = await termsOf(one);
    expect(await one.spends.spent(spending, START)).toBe(20_000_000);
  });

  test('that was raised is noticed with the next pass', async () => {
    const customers = germans(30);
    const one = await world({ customers, tenant: capped('10') });
    await one.advance();
    await one.tenants.change(one.campaign.tenant_id, { spend_cap: { amount: '30', time_zone: 'Europe/Berlin' } });
    await one.advance();
    expect(recipientsOf(one.queued)).toEqual(idsOf(customers));
  });

  test('covers no more of a parked chunk than was counted, where some of it take no slot', async () => {
    const customers = germans(15);
    const one = await world({ customers, tenant: capped('12') });
    await one.park(customers, 10);
    await one.advance();
    const { spending } = await termsOf(one);
    const counted = await one.spends.spent(spending, START);
    expect(amountsOf(one.queued).reduce((sum, spend) => sum + (spend?.amount ?? 0), 0)).toBe(counted);
  });

  test('counts nothing for those who get nothing by chance, who wait with the others for a decision', async () => {
    const customers = germans(20);
    const one = await world({ customers, campaign: { holdout: 0.5 }, tenant: capped('100') });
    await one.park(customers, 10);
    await one.advance();
    const heldBack = customers.filter(({ id }) => placeOf(one.campaign, id).isHeldBack);
    expect(heldBack.length).toBeGreaterThan(0);
    const { spending } = await termsOf(one);
    expect(await one.spends.spent(spending, START)).toBe((20 - heldBack.length) * 1_000_000);
  });

  test('counts an answer as one', async () => {
    const customers = germans(3).map((customer) => ({ ...customer, last_inbound_at: timestamp(START) }));
    const tenant = { ...capped('10'), message_prices: { currency: 'EUR', own: { DE: { service: '2' } } } };
    const one = await world({ customers, campaign: { send_as: 'session' }, tenant });
    await one.advance();
    expect(amountsOf(one.queued)).toEqual([{ day: '2026-11-20', amount: 6_000_000 }]);
  });

  test('is nothing to a tenant without one: no row, no word in a chunk', async () => {
    const one = await world({ customers: germans(10), tenant: { message_prices } });
    await one.advance();
    expect(amountsOf(one.queued)).toEqual([undefined]);
    const rows = await opened.table.query({ pk: `TENANT#${one.campaign.tenant_id}`, prefix: 'SPEND#', limit: 10 });
    expect(rows.items).toEqual([]);
  });

  async function termsOf({ campaign, tenants }: Awaited<ReturnType<typeof world>>) {
    const spending = spendingOf(await tenants.get(campaign.tenant_id), whatsappPrices());
    if (!spending) throw new Error('The tenant has a cap.');
    return { spending };
  }
});

test('a parked chunk that is split has room for no more messages than slots and daily limit were taken for', async () => {
  const customers = people(15, 'UTC');
  const one = await world({ customers, sender: { rate: 4, daily_limit: 1_000 } });
  await one.park(customers, 10);
  await one.advance();
  const queued = one.queued.filter(({ recipients }) => recipients.length > 0);
  const counted = (await one.dailyCounts.counted(one.sender, START)).get(START / HOUR);
  expect(recipientsOf(queued)).toEqual(idsOf(customers));
  expect(queued.map(({ messages }) => messages)).toEqual([4, 4, 2, 0]);
  expect(counted).toBe(10);
});

test('recipients in the US, to whom no template will be delivered, are counted', async () => {
  const buttons = [{ id: 'yes', title: 'Yes', type: 'reply' as const }];
  const customers = [...people(3, 'UTC', { country: 'US' }), ...people(2, 'UTC', { country: 'CA' })];
  const counted = async (campaign: Partial<Campaign>) => {
    const { advance, lanes, campaign: of } = await world({ customers, campaign });
    await advance();
    const { planned, planned_us } = await lanes.plannedTotals(of.tenant_id, of.id);
    return { planned, planned_us };
  };
  expect(await counted({ buttons })).toEqual({ planned: 5, planned_us: 3 });
  expect(await counted({})).toEqual({ planned: 5, planned_us: 3 });
  expect(await counted({ category: 'utility' })).toEqual({ planned: 5, planned_us: 0 });
  expect(await counted({ send_as: 'session' })).toEqual({ planned: 5, planned_us: 0 });
});

describe('a recommendation', () => {
  const recommend = { webhook_endpoint_id: ids.next('whe'), timeout_seconds: 5 };
  const contents = [{ key: 'cake', when: { tags_any: ['nobody'] }, message_content: 'Cake today.' }];

  /** What is chosen is kept in the lane of each customer's id. */
  const ofTheLane = (count: number) =>
    people(count * LANES * 10, 'UTC')
      .filter(({ id }) => laneOf(id) === 5)
      .slice(0, count);

  /** Answers for the first two of a page with this content, and counts how often it is asked. */
  function recommending(content_key: string) {
    const asked: string[][] = [];
    return {
      asked,
      async ask({ body }: { readonly body: string }) {
        const { data } = JSON.parse(body) as { data: { customers: { customer_id: string }[] } };
        asked.push(data.customers.map(({ customer_id }) => customer_id));
        return {
          answer: JSON.stringify({ customers: data.customers.slice(0, 2).map((one) => ({ ...one, content_key })) }),
        };
      },
    };
  }

  test('is asked for once, kept, and counted once, however often its page is planned', async () => {
    const customers = ofTheLane(5);
    const one = await world({ customers, campaign: { recommend, contents } });
    const first = recommending('cake');
    const crash = { add: () => Promise.reject(new Error('The planner died.')) };
    await expect(one.advance({ recommender: first, sends: crash })).rejects.toThrow('died');
    const lost = { ...one.lanes, advance: () => Promise.reject(new Error('The planner died.')) };
    await expect(one.advance({ recommender: recommending('default'), lanes: lost })).rejects.toThrow('died');
    const later = recommending('default');
    await one.advance({ recommender: later });
    expect(first.asked).toEqual([customers.map(({ id }) => id).toSorted()]);
    expect(later.asked).toEqual([]);
    const { tenant_id, id } = one.campaign;
    expect(await one.lanes.plannedTotals(tenant_id, id)).toMatchObject({ planned: 5, fallbacks: { unanswered: 3 } });
    const kept = await one.choices.ofCustomers(tenant_id, id, first.asked[0] ?? []);
    expect([...kept.values()].map(({ content_key }) => content_key).toSorted()).toEqual([
      'cake',
      'cake',
      'default',
      'default',
      'default',
    ]);
    expect(new Set(recipientsOf(one.queued))).toEqual(new Set(first.asked[0]));
  });

  test('is not asked for again while the sender has no free slot', async () => {
    const one = await world({ customers: ofTheLane(3), campaign: { recommend, contents } });
    const recommender = recommending('cake');
    const full = { ...one.senders, reserve: async () => ({ ask_again_at: START + 60_000 }) };
    for (let times = 0; times < 3; times++) await one.advance({ recommender, senders: full });
    expect(recommender.asked).toHaveLength(1);
    expect(one.queued).toEqual([]);
  });
});
