import { describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { advanceLane, laneRun, type LanePorts } from '../../../shared/run/advance-lane.ts';
import type { Chunk, UnscheduledChunk } from '../../../shared/run/chunk.ts';
import type { DeadLetter, LaneState, Parked } from '../../../shared/run/lane.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { duration, HORIZON } from '../../../shared/sender/sender.ts';
import { campaignOf, customerOf, fakeClock, keptLog, senderOf, START, thrown } from '../fixtures.ts';

interface World {
  readonly customers?: readonly Customer[];
  readonly campaign?: Partial<Campaign> | null;
  readonly run?: number;
  readonly rate?: number;
  readonly sender?: null;
  /** For how many milliseconds ahead slots are reserved already. */
  readonly ahead?: number;
  readonly lane?: Partial<LaneState>;
  readonly parked?: readonly { readonly in: number; readonly messages?: number }[];
  readonly settled?: number;
  /** How many messages the roll-up knows to be tried again. */
  readonly replayed?: number;
  readonly dead?: DeadLetter[];
  /** Milliseconds that each reservation takes. */
  readonly slow?: number;
  /** Another planner moves the cursor first, so many times. */
  readonly rivals?: number;
}

/** One lane of a campaign in memory, and all that was done in it. */
function laneWorld(world: World = {}) {
  const clock = fakeClock();
  const { lines, log } = keptLog();
  const sender = senderOf({ rate: world.rate ?? 80 });
  const campaign = campaignOf({
    status: 'sending',
    run: 1,
    started_at: timestamp(START),
    updated_at: timestamp(0),
    ...world.campaign,
  });
  const customers = [...(world.customers ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
  const of = { tenant_id: campaign.tenant_id, campaign_id: campaign.id, lane: 5 };
  let lane: LaneState = { planned: 0, ...world.lane };
  let parked: Parked[] = (world.parked ?? []).map(({ in: ahead, messages = 1 }, n) => ({
    ...of,
    id: ids.next('chk'),
    recipients: [ids.next('cus')],
    messages,
    late: 0,
    failures: 1,
    slot_at: 0,
    rate: 0,
    not_before: START + ahead,
    sk: `PARKED#${n}`,
  }));
  let next = START + (world.ahead ?? 0);
  let rivals = world.rivals ?? 0;
  let dead = world.dead ?? [];
  const queued: Chunk[] = [];
  const order: string[] = [];
  const ports: LanePorts = {
    clock,
    ids,
    log,
    bestHours: { blocksFor: async () => new Map() },
    audiences: { get: async () => undefined },
    recommender: { ask: async () => ({ error: 'Nobody is asked.' }) },
    choices: { between: async () => new Map(), keep: async (_, __, choices) => choices },
    campaigns: {
      countDeadLetters: () => ({ remove: { pk: '', sk: '' } }),
      setStatusReason: async () => undefined,
      get: async () => (world.campaign === null ? undefined : campaign),
    },
    tenants: { get: async () => undefined },
    dailyCounts: {
      async reserve() {
        throw new Error('Nothing is limited.');
      },
      giveBack: async () => undefined,
    },
    priceLists: () => ({ prices: () => undefined }),
    spends: {
      async reserve() {
        throw new Error('Nothing is capped.');
      },
      giveBack: async () => undefined,
    },
    senders: {
      get: async () => (world.sender === null ? undefined : sender),
      async reserve(_, messages, now) {
        clock.advance(world.slow ?? 0);
        if (next > now + HORIZON) return { ask_again_at: next - HORIZON };
        const starts_at = Math.max(now, next);
        next = starts_at + duration(messages, sender.rate);
        return { starts_at };
      },
    },
    customers: {
      async getAll() {
        throw new Error('Nothing is capped.');
      },
      async lanePage(_, number, { limit, afterId = '' }) {
        expect(number).toBe(5);
        const items = customers.filter(({ id }) => id > afterId).slice(0, limit);
        return { items, last: items.length === limit ? items.at(-1)?.id : undefined };
      },
    },
    lanes: {
      get: async () => lane,
      async advance(_, __, ___, before, { planned, ...set }) {
        order.push('advance');
        if (rivals-- > 0 || before !== lane) return false;
        lane = { ...lane, ...set, planned: lane.planned + planned };
        return true;
      },
      async park(one: UnscheduledChunk, not_before) {
        if (!dead.some(({ id }) => id === one.id)) throw new Error(`Nobody parks ${one.id}.`);
        parked.push({ ...one, slot_at: 0, rate: 0, not_before, sk: `PARKED#${one.id}` });
      },
      parked: async (_, __, ___, limit) => parked.toSorted((a, b) => a.not_before - b.not_before).slice(0, limit),
      deadLetters: async () => dead,
      advanceReplay: async () => true,
      async removeDeadLetter({ id }) {
        dead = dead.filter((one) => one.id !== id);
      },
      rescheduleParked: async () => undefined,
      async removeParked({ sk }) {
        order.push('removeParked');
        parked = parked.filter((one) => one.sk !== sk);
      },
    },
    messages: {
      replayable: async () => ({ items: [], last: undefined }),
      replay: async () => false,
      skip: async () => ({}),
      settledAmong: async () => new Set(),
      betweenCustomers: async () => [],
      ofCustomers: async () => [],
    },
    rollups: { inLane: async () => ({ settled: world.settled ?? 0, replayed: world.replayed ?? 0 }) },
    sends: {
      async add(chunks) {
        order.push('queue');
        queued.push(...chunks);
      },
    },
  };
  const advance = () =>
    advanceLane(
      { tenant_id: campaign.tenant_id, campaign_id: campaign.id, run: world.run ?? 1, step: 'execute', lane: 5 },
      ports,
    );
  return { advance, campaign, clock, customers, lines, order, ports, queued, lane: () => lane, parked: () => parked };
}

const people = (n: number, given: Partial<Customer> = {}) => Array.from({ length: n }, () => customerOf(given));
const unknown = { status: 'unknown' as const, source: null, text: null, at: null };

describe('planning', () => {
  test.each([
    [80, 0],
    [80, 1],
    [80, 499],
    [80, 500],
    [80, 1_234],
    [400, 250],
    [3, 200],
    [0.33, 40],
  ])('at %d a second queues all of %i customers, each once, at the rate', async (rate, n) => {
    const world = laneWorld({ rate, customers: people(n) });
    expect(await world.advance()).toMatchObject(n === 0 ? { next: 'done' } : { next: 'wait' });
    expect(world.queued.flatMap(({ recipients }) => recipients)).toEqual(world.customers.map(({ id }) => id));
    expect(world.lane()).toMatchObject({ planned: n, exhausted_at: START });
    expect(new Set(world.queued.map(({ id }) => id)).size).toBe(world.queued.length);
    let slot_at = START;
    for (const one of world.queued) {
      expect(one.slot_at).toBeCloseTo(slot_at, 2);
      expect(one.lane).toBe(5);
      slot_at += duration(one.messages, rate);
    }
  });

  test('queues a page before it moves the cursor', async () => {
    const { advance, order } = laneWorld({ customers: people(600) });
    await advance();
    expect(order).toEqual(['queue', 'advance', 'queue', 'advance']);
  });

  test.each([
    [200, 2],
    [201, 6],
  ])('at %d a second plans 600 people in %i pages, since a lane takes so many writes a second', async (rate, pages) => {
    const { advance, order } = laneWorld({ rate, customers: people(600) });
    await advance();
    expect(order.filter((step) => step === 'advance')).toHaveLength(pages);
  });

  test('leaves out customers outside the audience, and those created after the start', async () => {
    const customers = [
      customerOf({ tags: ['vip'] }),
      customerOf(),
      customerOf({ tags: ['vip'], created_at: timestamp(START + 1) }),
      customerOf({ tags: ['vip'], created_at: timestamp(START) }),
    ];
    const { advance, queued, lane } = laneWorld({ customers, campaign: { target_criteria: { tags_any: ['vip'] } } });
    await advance();
    expect(queued.flatMap(({ recipients }) => recipients)).toEqual([customers[0]!.id, customers[3]!.id].toSorted());
    expect(lane().planned).toBe(2);
  });

  test('queues customers who will be skipped with the others, without slots of their own', async () => {
    const customers = [...people(50), ...people(150, { consent: unknown })];
    const { advance, queued, lane } = laneWorld({ customers });
    await advance();
    expect(lane().planned).toBe(200);
    expect(queued.reduce((sum, one) => sum + one.messages, 0)).toBe(50);
    expect(queued.flatMap(({ recipients }) => recipients)).toHaveLength(200);
  });

  test('reaches the end of a lane in which nobody is in the audience', async () => {
    const { advance, queued, lane } = laneWorld({
      customers: people(1_100),
      campaign: { target_criteria: { tags_any: ['none'] } },
    });
    expect(await advance()).toEqual({ next: 'done' });
    expect(queued).toEqual([]);
    expect(lane()).toMatchObject({ planned: 0, exhausted_at: START });
  });

  test('goes on after the cursor', async () => {
    const customers = people(30);
    const cursor = customers[9]!.id;
    const { advance, queued, lane } = laneWorld({ customers, lane: { cursor, planned: 10 } });
    await advance();
    expect(queued.flatMap(({ recipients }) => recipients)).toEqual(customers.slice(10).map(({ id }) => id));
    expect(lane().planned).toBe(30);
  });

  test('stops when slots are reserved as far ahead as they may be, and asks for another pass', async () => {
    const { advance, queued, lane } = laneWorld({ rate: 0.33, customers: people(2_000) });
    expect(await advance()).toEqual({ next: 'wait', wait_seconds: 300 });
    const last = queued.at(-1)!;
    expect(last.slot_at).toBeGreaterThan(START + HORIZON - 60_000);
    expect(last.slot_at).toBeLessThanOrEqual(START + HORIZON + 30_000);
    expect(lane().exhausted_at).toBeUndefined();
    expect(lane().planned).toBe(queued.length);
  });

  test('ends a pass before the function would time out', async () => {
    const { advance, clock, lane } = laneWorld({ customers: people(2_000), slow: 6_000 });
    expect(await advance()).toEqual({ next: 'wait', wait_seconds: 1 });
    expect(clock.now()).toBe(START + 18_000);
    expect(lane().exhausted_at).toBeUndefined();
  });

  test('goes on when another planner moved the cursor first', async () => {
    const { advance, lane, order } = laneWorld({ customers: people(10), rivals: 2, settled: 10 });
    expect(await advance()).toEqual({ next: 'wait', wait_seconds: 2 });
    expect(order.filter((what) => what === 'advance')).toHaveLength(3);
    expect(lane().planned).toBe(10);
    expect(await advance()).toEqual({ next: 'done' });
  });

  test('ends a lane without recipients at once, and looks for outcomes only later where there are some', async () => {
    const looks: string[] = [];
    const counted = (world: ReturnType<typeof laneWorld>) => {
      const { inLane } = world.ports.rollups;
      world.ports.rollups.inLane = (...of) => (looks.push('inLane'), inLane(...of));
      return world.advance();
    };
    expect(await counted(laneWorld({ customers: [] }))).toEqual({ next: 'done' });
    expect(await counted(laneWorld({ customers: people(1), settled: 1 }))).toEqual({ next: 'wait', wait_seconds: 2 });
    expect(looks).toEqual([]);
  });
});

describe('parked chunks', () => {
  test('that are due come before further pages, and are removed once they are queued', async () => {
    const { advance, queued, order, parked } = laneWorld({
      parked: [{ in: -1_000 }, { in: 0 }, { in: 1 }],
      customers: people(1),
    });
    await advance();
    expect(order).toEqual(['queue', 'removeParked', 'queue', 'removeParked', 'queue', 'advance']);
    expect(parked()).toHaveLength(1);
    expect(queued[0]).toMatchObject({ failures: 1, slot_at: START });
    expect(queued[0]).not.toHaveProperty('sk');
    expect(queued[0]).not.toHaveProperty('not_before');
  });

  test('that are due are all queued, in more than one batch', async () => {
    const { advance, queued, parked } = laneWorld({
      parked: new Array(60).fill({ in: 0 }),
      lane: { exhausted_at: START },
    });
    await advance();
    expect([queued.length, parked().length]).toEqual([60, 0]);
    expect(new Set(queued.map(({ id }) => id)).size).toBe(60);
  });

  test('get slots of their own, or stay parked until one is free', async () => {
    const world = laneWorld({ rate: 1, parked: new Array(3).fill({ in: 0, messages: 10 }), ahead: HORIZON - 15_000 });
    expect(await world.advance()).toEqual({ next: 'wait', wait_seconds: 300 });
    expect(world.queued.map(({ slot_at }) => slot_at - START)).toEqual([HORIZON - 15_000, HORIZON - 5_000]);
    expect(world.parked()).toHaveLength(1);
  });
});

describe('a lane that is planned to its end', () => {
  const exhausted = { exhausted_at: START, cursor: 'cus_Z', planned: 10 };

  test('is done once all its messages have an outcome', async () => {
    expect(await laneWorld({ lane: exhausted, settled: 10 }).advance()).toEqual({ next: 'done' });
  });

  test('does not wait for customers whose chunk is a dead letter', async () => {
    const dead = [{ recipients: [ids.next('cus'), ids.next('cus')] }] as unknown as DeadLetter[];
    const given = { lane: exhausted, dead, campaign: { dead_letters: 1 } };
    expect(await laneWorld({ ...given, settled: 8 }).advance()).toEqual({ next: 'done' });
    expect(await laneWorld({ ...given, settled: 7 }).advance()).toMatchObject({ next: 'wait' });
  });

  test('is not done while the roll-up does not know of all messages to be tried again', async () => {
    const lane = { ...exhausted, replayed: 3 };
    expect(await laneWorld({ lane, settled: 10, replayed: 2 }).advance()).toMatchObject({ next: 'wait' });
    expect(await laneWorld({ lane, settled: 10, replayed: 3 }).advance()).toEqual({ next: 'done' });
  });

  test.each([
    [START, 2],
    [START - 19_000, 2],
    [START - 200_000, 20],
    [START - 86_400_000, 60],
  ])('and has waited since %i gets another pass in %i s', async (exhausted_at, wait_seconds) => {
    expect(await laneWorld({ lane: { ...exhausted, exhausted_at }, settled: 9 }).advance()).toEqual({
      next: 'wait',
      wait_seconds,
    });
  });

  test('and has a parked chunk is not done, and gets another pass when the chunk is due', async () => {
    const day = { ...exhausted, exhausted_at: START - 86_400_000 };
    const advance = (ahead: number, settled: number) =>
      laneWorld({ lane: day, parked: [{ in: ahead }], settled }).advance();
    expect(await advance(5_500, 10)).toEqual({ next: 'wait', wait_seconds: 6 });
    expect(await advance(900_000, 10)).toEqual({ next: 'wait', wait_seconds: 60 });
    expect(await advance(1, 9)).toEqual({ next: 'wait', wait_seconds: 1 });
  });
});

describe('a run', () => {
  test.each([
    ['of a campaign that is gone', { campaign: null }],
    ['that a later one replaced', { campaign: { run: 2 } }],
    ['that has not begun', { run: 2 }],
    ['that is paused', { campaign: { status: 'paused' } }],
    ['that is complete', { campaign: { status: 'completed' } }],
  ] as const)('%s is done at once, and plans nothing', async (_, world) => {
    const { advance, queued, order } = laneWorld({ ...world, customers: people(5), parked: [{ in: 0 }] });
    expect(await advance()).toEqual({ next: 'done' });
    expect([queued, order]).toEqual([[], []]);
  });

  test('that is cancelled queues all parked chunks, due or not, without slots, and plans nothing', async () => {
    const world = laneWorld({
      campaign: { status: 'cancelled' },
      customers: people(5),
      parked: [{ in: 0 }, { in: 900_000 }, ...new Array<{ in: number }>(30).fill({ in: 5 })],
      ahead: 2 * HORIZON,
      lane: { planned: 32 },
      settled: 32,
    });
    expect(await world.advance()).toEqual({ next: 'done' });
    expect(world.queued).toHaveLength(32);
    expect(world.queued.every(({ slot_at }) => slot_at === START)).toBe(true);
    expect([world.parked(), world.lane().planned]).toEqual([[], 32]);
  });

  test('that is cancelled queues dead letters, and waits until they are settled', async () => {
    const given = { id: ids.next('chk'), recipients: [ids.next('cus')], messages: 1, lane: 5, late: 3, failures: 2 };
    const world = laneWorld({
      campaign: { status: 'cancelled', dead_letters: 1, updated_at: timestamp(START) },
      dead: [{ ...given, sk: 'DEAD#', moved_at: '' } as DeadLetter],
      lane: { planned: 1 },
    });
    expect(await world.advance()).toEqual({ next: 'wait', wait_seconds: 2 });
    expect(world.queued).toMatchObject([{ ...given, late: 0, failures: 0, slot_at: START }]);
    expect(world.parked()).toEqual([]);
  });

  test('that is cancelled ends only after every pass that began before the cancellation', async () => {
    const at = (ago: number) => {
      const campaign = { status: 'cancelled' as const, updated_at: timestamp(START - ago) };
      return laneWorld({ campaign, lane: { planned: 2 }, settled: 2 }).advance();
    };
    expect(await at(0)).toEqual({ next: 'wait', wait_seconds: 60 });
    expect(await at(59_500)).toEqual({ next: 'wait', wait_seconds: 1 });
    expect(await at(60_000)).toEqual({ next: 'done' });
  });

  test('that is cancelled waits until everyone planned has an outcome', async () => {
    const cancelled = { status: 'cancelled' as const, updated_at: timestamp(START - 100_000) };
    const { advance } = laneWorld({ campaign: cancelled, lane: { planned: 2 }, settled: 1 });
    expect(await advance()).toEqual({ next: 'wait', wait_seconds: 10 });
  });

  test('whose sender is gone fails with an error that says so', async () => {
    expect((await thrown(laneWorld({ sender: null }).advance)).message).toContain('sender');
  });
});

test('the log has counts, and no personal data', async () => {
  const { advance, lines } = laneWorld({ customers: people(3) });
  await advance();
  expect(lines).toMatchObject([['lane.planned', { lane: 5, run: 1, count: 3 }]]);
  expect(JSON.stringify(lines)).not.toMatch(/\+49|Ana|cus_/);
});

test.each([0, 15])('lane %i exists, 16 further up or down there is none', (lane) => {
  const run = { tenant_id: ids.next('ten'), campaign_id: ids.next('cmp'), run: 1, step: 'execute', lane };
  expect(laneRun.parse(run)).toEqual(run);
  expect(laneRun.safeParse({ ...run, lane: lane + 16 }).success).toBe(false);
  expect(laneRun.safeParse({ ...run, lane: lane - 16 }).success).toBe(false);
});
