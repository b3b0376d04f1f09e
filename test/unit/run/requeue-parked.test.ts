import fc from 'fast-check';
import { expect, test } from 'vitest';

import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Chunk, UnscheduledChunk } from '../../../shared/run/chunk.ts';
import { requeueParked, type ParkedPorts } from '../../../shared/run/requeue-parked.ts';
import { campaignOf, customerOf, senderOf, START } from '../fixtures.ts';

const LATER = { ask_again_at: START + 60_000 };
const counts = fc.integer({ min: 0, max: 60 });
const worlds = fc.record({
  countries: fc.array(fc.constantFrom('DE', 'FR'), { minLength: 1, maxLength: 100 }),
  slots: fc.integer({ min: 0, max: 40 }),
  rate: fc.constantFrom(0.1, 1, 3.4, 40, 80),
  isFull: fc.boolean(),
  daily: fc.option(counts),
  money: fc.option(counts),
  why: fc.constantFrom('send_time' as const, 'spend_cap' as const, undefined),
});

type World = (typeof worlds extends fc.Arbitrary<infer Given> ? Given : never) & {
  /** What was counted for them before they were parked. */
  readonly spend?: Chunk['spend'];
};

const reportStatus = async () => undefined;
/** Somebody in Germany counts 1, in France 3. */
const costOf = (country: string | null) => (country === 'DE' ? 1 : 3);

async function requeued({ countries, slots, rate, isFull, daily, money, why, spend }: World) {
  const customers = countries.map((country) => customerOf({ country }));
  const campaign = campaignOf({ status: 'sending', run: 1 });
  const { tenant_id, id: campaign_id } = campaign;
  const sender = senderOf({ tenant_id, rate, ...(daily !== null && { daily_limit: 1_000 }) });
  const recipients = customers.map(({ id }) => id);
  const messages = Math.min(slots, recipients.length);
  const given = {
    id: ids.next('chk'),
    tenant_id,
    campaign_id,
    lane: 3,
    recipients,
    messages,
    spend,
    late: 0,
    failures: 0,
  };
  const used = { slots: 0, daily: 0, money: 0 };
  const queued: Chunk[] = [];
  const parked: UnscheduledChunk[] = [];
  const removed: string[] = [];
  const terms = { cap: 1_000, currency: 'EUR', time_zone: 'UTC', costOf, dearest: () => 3 };
  const spending = money === null ? undefined : { tenant_id, ...terms };
  const ports: ParkedPorts = {
    ids,
    clock: { now: () => START, sleepUntil: async () => undefined },
    customers: { getAll: async () => customers },
    lanes: {
      park: async (chunk) => void parked.push(chunk),
      removeParked: async ({ sk }) => void removed.push(sk),
    },
    sends: { add: async (chunks) => void queued.push(...chunks) },
    senders: {
      async reserve(_, wanted) {
        if (isFull) return LATER;
        used.slots += wanted;
        return { starts_at: START };
      },
    },
    dailyCounts: {
      async reserve(_, wanted) {
        const granted = Math.min(wanted, daily ?? wanted);
        used.daily += granted;
        return granted === 0 && wanted > 0 ? LATER : { granted, counted: 1 };
      },
      giveBack: async (_, { granted }) => void (used.daily -= granted),
    },
    spends: {
      async reserve(_, costs) {
        const sums = costs.map((__, n) => costs.slice(0, n + 1).reduce((sum, cost) => sum + cost, 0));
        const granted = sums.filter((sum) => sum <= (money ?? 0)).length;
        const amount = sums[granted - 1] ?? 0;
        used.money += amount;
        return granted === 0 && costs.length > 0 ? LATER : { granted, day: '2026-11-20', amount };
      },
      giveBack: async (_, { amount }) => void (used.money -= amount),
    },
  };
  const pass = { campaign, lane: 3, terms: async () => ({ sender, hours: undefined, spending }), reportStatus };
  await requeueParked(
    pass,
    [{ ...given, not_before: START, slot_at: 0, rate: 0, sk: 'PARKED', ...(why && { why }) }],
    ports,
  );
  return { recipients, queued, parked, removed, used };
}

test('whoever was parked is queued or parked, once, for no more than was reserved', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { recipients, queued, parked, removed, used } = await requeued(world);
      const found = [...queued, ...parked].flatMap((chunk) => chunk.recipients);
      expect(found.toSorted()).toEqual(removed.length > 0 ? recipients.toSorted() : []);
      const sum = (amounts: readonly number[]) => amounts.reduce((all, amount) => all + amount, 0);
      const messages = sum(queued.map((chunk) => chunk.messages));
      const daily = world.daily === null ? used.daily : messages;
      const money = sum(queued.map(({ spend }) => spend?.amount ?? 0));
      expect({ slots: messages, daily, money }).toEqual(used);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['today is not counted again', { day: '2026-11-20', amount: 4 }, { counted: 0, carried: 4 }],
  ['today for some of them is counted for the others', { day: '2026-11-20', amount: 3 }, { counted: 1, carried: 4 }],
  ['on another day is counted again', { day: '2026-11-19', amount: 4 }, { counted: 4, carried: 4 }],
])('what a pause parked and was counted %s', async (_, spend, { counted, carried }) => {
  const world = {
    countries: ['DE' as const, 'FR' as const],
    slots: 2,
    rate: 40 as const,
    isFull: false,
    daily: null,
    why: undefined,
  };
  const { queued, used } = await requeued({ ...world, money: 60, spend });
  expect(used.money).toBe(counted);
  expect(queued.map((chunk) => chunk.spend)).toEqual([{ day: '2026-11-20', amount: carried }]);
});

test('of whom no money is left for, nobody keeps what was counted for the others', async () => {
  const countries = ['FR' as const, 'FR' as const];
  const world = { countries, slots: 2, rate: 40 as const, isFull: false, daily: null, why: undefined };
  const { queued, parked, used } = await requeued({ ...world, money: 1, spend: { day: '2026-11-20', amount: 3 } });
  expect([queued.map(({ spend }) => spend?.amount), used.money]).toEqual([[3], 0]);
  expect(parked.map(({ spend, recipients }) => [spend, recipients.length])).toEqual([[undefined, 1]]);
});
