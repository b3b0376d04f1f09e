import { expect, test } from 'vitest';

import { asBegun } from '../../../shared/campaign/campaign.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { LANES, laneOf } from '../../../shared/platform/lanes.ts';
import { countAudience, reachOf, reachRange } from '../../../shared/preflight/count-audience.ts';
import { requireSeen } from '../../../shared/preflight/require-seen.ts';
import { campaignOf, customerOf, fakeClock, START, thrown } from '../fixtures.ts';

const DAY = 86_400_000;
const campaign = asBegun(campaignOf(), timestamp(START));
const terms = { campaign, starts_at: START, hours: undefined, cap: undefined };

/** Customers in their lanes, and how many were read. @param pageTakes in milliseconds */
function people(all: readonly Customer[], pageTakes = 0) {
  const lanes = Map.groupBy(all, ({ id }) => laneOf(id));
  const clock = fakeClock();
  const read = { customers: 0 };
  const customers = {
    async lanePage(_: string, lane: number, { limit, afterId }: { limit: number; afterId?: string | undefined }) {
      clock.advance(pageTakes);
      const inLane = (lanes.get(lane) ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const items = inLane.filter(({ id }) => afterId === undefined || id > afterId).slice(0, limit);
      read.customers += items.length;
      const last = items.at(-1)?.id;
      return { items, last: last !== undefined && last !== inLane.at(-1)?.id ? last : undefined };
    },
  };
  const frequencies = { ofLane: async () => new Map() };
  const tenants = { get: async () => undefined };
  const messages = { betweenCustomers: async () => [], ofCustomers: async () => [] };
  const segments = { getAll: async () => [] };
  return { read, ports: { clock, customers, frequencies, messages, segments, tenants } };
}

function some(count: number, of: Partial<Customer> = {}): Customer[] {
  return Array.from({ length: count }, () => customerOf(of));
}

/** As many in each lane: by chance alone one lane of a thousand people may look like that of many more. */
function spreadEvenly(count: number, of: Partial<Customer> = {}): Customer[] {
  const free = Array.from({ length: LANES }, () => count / LANES);
  const spread: Customer[] = [];
  while (spread.length < count) {
    const customer = customerOf(of);
    const lane = laneOf(customer.id);
    if (free[lane] === 0) continue;
    free[lane]! -= 1;
    spread.push(customer);
  }
  return spread;
}

test('everyone is counted while there are no more than the limit', async () => {
  const { ports, read } = people([...spreadEvenly(800), ...spreadEvenly(160, { country: 'US' })]);
  const { counts, sample } = await countAudience(terms, ports, { customers: 1_000, milliseconds: 1_000 });
  expect(sample).toBeUndefined();
  expect(read.customers).toBe(960);
  expect(reachOf(counts)).toBe(800);
  expect(counts.left_out).toEqual(new Map([['us_marketing', 160]]));
});

test('of more customers than the limit, whole lanes are a sample that is within its bounds', async () => {
  const { ports, read } = people([...some(7_000), ...some(1_000, { country: 'US' })]);
  const { counts, sample } = await countAudience(terms, ports, { customers: 1_100, milliseconds: 1_000 });
  expect(sample?.share).toBeLessThan(1);
  expect(read.customers).toBe(sample?.customers);
  expect(read.customers).toBeLessThan(1_400);
  // Ids are random, so this is within four times the deviation that is told.
  const reach = reachOf(counts);
  const { from, to } = reachRange(reach, sample?.share ?? 1);
  expect(Math.abs(reach - 7_000)).toBeLessThan(2 * (to - from));
});

test('what cannot be read in time is sampled, and refused when not even a part of it was', async () => {
  const slow = people(some(3_000), 100);
  const { sample } = await countAudience(terms, slow.ports, { customers: 100_000, milliseconds: 850 });
  expect(sample?.share).toBeGreaterThanOrEqual(1 / LANES);
  expect(sample?.share).toBeLessThan(1);
  const never = countAudience(terms, people(some(100), 100).ports, { customers: 100_000, milliseconds: 50 });
  expect(await thrown(() => never)).toMatchObject({ code: 'preflight.too_large' });
});

test('who had enough messages lately waits, and is reached all the same', async () => {
  const [busy, free] = [customerOf(), customerOf()];
  const { ports } = people([busy, free]);
  const sent = new Map([[busy.id, { 'cmp_other chk_1': START - DAY / 2 }]]);
  const frequencies = { ofLane: async (_: string, lane: number) => (laneOf(busy.id) === lane ? sent : new Map()) };
  const { counts } = await countAudience({ ...terms, cap: { per_day: 1 } }, { ...ports, frequencies });
  expect(reachOf(counts)).toBe(2);
  expect(counts.waits).toEqual(new Map([['frequency_cap', 1]]));
  expect(counts.queues).toEqual(
    new Map([
      [` ${START + DAY / 2}`, 1],
      [' 0', 1],
    ]),
  );
});

test('a reach that grew by more than a hundredth is refused, and one within it is not', async () => {
  const { ports } = people(some(200));
  const draft = campaignOf();
  await requireSeen(draft, 200, ports);
  await requireSeen(draft, 199, ports);
  const error = await thrown(() => requireSeen(draft, 190, ports));
  expect(error).toMatchObject({ kind: 'conflict', code: 'campaign.reach' });
  expect(error.message).toMatch(/^Since you looked, 10 people more would get it: 200, not 190\. Nothing was sent\./);
  expect((await thrown(() => requireSeen(draft, 210, ports))).message).toMatch(/10 people fewer/);
  await requireSeen({ ...draft, status: 'completed' }, 1, ports);
});
