import { expect, test } from 'vitest';

import { asBegun } from '../../../shared/campaign/campaign.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import type { Attempts } from '../../../shared/customer/frequency.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { laneOf } from '../../../shared/platform/lanes.ts';
import type { Position } from '../../../shared/platform/page.ts';
import { audiencePage, type AudienceFigure } from '../../../shared/preflight/audience-page.ts';
import type { Terms } from '../../../shared/preflight/audience-counts.ts';
import { countAudience, reachOf } from '../../../shared/preflight/count-audience.ts';
import { campaignOf, customerOf, fakeClock, START } from '../fixtures.ts';

const campaign = asBegun(campaignOf(), timestamp(START));
const terms = { campaign, starts_at: START, hours: undefined, cap: undefined };

const DAYTIME = { from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5, 6, 7] };

/** @param sent what some of them were sent lately, by their id */
function portsOf(all: readonly Customer[], sent: ReadonlyMap<string, Attempts> = new Map()) {
  return {
    clock: fakeClock(),
    customers: {
      async page(_: string, { limit, after }: { limit: number; after?: Position | undefined }) {
        const newest = all.toSorted((a, b) => (a.id < b.id ? 1 : -1));
        const rest = newest.filter(({ id }) => after === undefined || id < String(after['id']));
        const items = rest.slice(0, limit);
        return { items, last: items.length < rest.length ? { id: items.at(-1)?.id } : undefined };
      },
      async lanePage(_: string, lane: number, { limit, afterId }: { limit: number; afterId?: string | undefined }) {
        const inLane = all.filter(({ id }) => laneOf(id) === lane).toSorted((a, b) => (a.id < b.id ? -1 : 1));
        const rest = inLane.filter(({ id }) => afterId === undefined || id > afterId);
        const items = rest.slice(0, limit);
        return { items, last: items.length < rest.length ? items.at(-1)?.id : undefined };
      },
    },
    frequencies: {
      ofLane: async (_: string, lane: number) => new Map([...sent].filter(([id]) => laneOf(id) === lane)),
      ofCustomers: async (_: string, wanted: readonly string[]) =>
        new Map([...sent].filter(([id]) => wanted.includes(id))),
    },
    messages: { betweenCustomers: async () => [], ofCustomers: async () => [] },
    segments: { getAll: async () => [] },
  };
}

async function everyone(
  all: readonly Customer[],
  figure: AudienceFigure,
  limit: number,
  how: { readonly terms: Terms; readonly sent?: ReadonlyMap<string, Attempts> } = { terms },
): Promise<string[]> {
  const found: string[] = [];
  let after: Position | undefined;
  for (let pages = 0; pages < 1_000; pages += 1) {
    const audience = { terms: how.terms, segments: new Map() };
    const page = await audiencePage(audience, figure, { limit, after }, portsOf(all, how.sent));
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items.map(({ id }) => id));
    if (!page.last) return found;
    after = JSON.parse(JSON.stringify(page.last)) as Position;
  }
  throw new Error('The list did not end.');
}

const newestFirst = (people: readonly Customer[]) =>
  people
    .map(({ id }) => id)
    .toSorted()
    .toReversed();

test('each figure of a preflight opens exactly the people it counts, newest first, in pages of any size', async () => {
  const some = (count: number, of: Partial<Customer> = {}) => Array.from({ length: count }, () => customerOf(of));
  const [fine, american] = [some(640), some(61, { country: 'US' })];
  const all = [...fine, ...american];
  const { counts } = await countAudience(terms, portsOf(all));
  for (const limit of [1, 7, 100]) {
    expect(await everyone(all, { outcome: 'reached' }, limit)).toEqual(newestFirst(fine));
    expect(await everyone(all, { outcome: 'us_marketing' }, limit)).toEqual(newestFirst(american));
    expect(await everyone(all, { outcome: 'left_out' }, limit)).toEqual(newestFirst(american));
    expect(await everyone(all, { outcome: 'duplicate' }, limit)).toEqual([]);
  }
  expect([reachOf(counts), counts.left_out.get('us_marketing')]).toEqual([fine.length, american.length]);
});

test('so does each line of the cost, and each rule by which somebody waits', async () => {
  const some = (count: number, of: Partial<Customer> = {}) => Array.from({ length: count }, () => customerOf(of));
  const inside = timestamp(START - 3_600_000);
  const groups = {
    german: some(30, { country: 'DE' }),
    // It is past midnight there.
    far: some(7, { country: 'NZ', timezone: 'Pacific/Auckland' }),
    nowhere: some(3, { country: null }),
    talking: some(5, { country: 'FR', last_inbound_at: inside }),
  };
  const all = Object.values(groups).flat();
  const utility = asBegun(campaignOf({ category: 'utility' }), timestamp(START));
  const how = {
    terms: { campaign: utility, starts_at: START, hours: DAYTIME, cap: { per_day: 1 } },
    // Enough for some, and an attempt of this campaign, which is none of another.
    sent: new Map([
      ...groups.german.slice(0, 4).map(({ id }) => [id, { 'cmp_other msg': START - 60_000 }] as const),
      ...groups.german.slice(4, 9).map(({ id }) => [id, { [`${utility.id} msg`]: START - 60_000 }] as const),
    ]),
  };
  const { counts } = await countAudience(how.terms, portsOf(all, how.sent));
  expect(Object.fromEntries(counts.prices)).toEqual({
    ...{ 'DE utility': 30, 'NZ utility': 7, ' utility': 3, 'FR service': 5 },
  });
  expect(Object.fromEntries(counts.waits)).toEqual({ sending_hours: 7, frequency_cap: 4 });
  const opens = (figure: Partial<AudienceFigure>) => everyone(all, { outcome: 'reached', ...figure }, 11, how);
  expect(await opens({ country: 'DE', category: 'utility' })).toEqual(newestFirst(groups.german));
  expect(await opens({ country: 'NZ' })).toEqual(newestFirst(groups.far));
  expect(await opens({ country: 'none' })).toEqual(newestFirst(groups.nowhere));
  expect(await opens({ category: 'service' })).toEqual(newestFirst(groups.talking));
  expect(await opens({ country: 'DE', category: 'service' })).toEqual([]);
  expect(await opens({ waits: 'sending_hours' })).toEqual(newestFirst(groups.far));
  expect(await opens({ waits: 'frequency_cap' })).toEqual(newestFirst(groups.german.slice(0, 4)));
  expect(await opens({ waits: 'send_time' })).toEqual([]);
  expect(await opens({ waits: 'frequency_cap', country: 'NZ' })).toEqual([]);
});
