import { expect, test } from 'vitest';

import { asBegun } from '../../../shared/campaign/campaign.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { laneOf } from '../../../shared/platform/lanes.ts';
import type { Position } from '../../../shared/platform/page.ts';
import { audiencePage, type AudienceFigure } from '../../../shared/preflight/audience-page.ts';
import { countAudience, reachOf } from '../../../shared/preflight/count-audience.ts';
import { campaignOf, customerOf, fakeClock, START } from '../fixtures.ts';

const campaign = asBegun(campaignOf(), timestamp(START));
const terms = { campaign, starts_at: START, hours: undefined, cap: undefined };

function portsOf(all: readonly Customer[]) {
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
    frequencies: { ofLane: async () => new Map() },
    messages: { betweenCustomers: async () => [], ofCustomers: async () => [] },
    segments: { getAll: async () => [] },
  };
}

async function everyone(
  all: readonly Customer[],
  outcome: AudienceFigure['outcome'],
  limit: number,
): Promise<string[]> {
  const found: string[] = [];
  let after: Position | undefined;
  for (let pages = 0; pages < 1_000; pages += 1) {
    const page = await audiencePage({ terms, segments: new Map() }, { outcome }, { limit, after }, portsOf(all));
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
    expect(await everyone(all, 'reached', limit)).toEqual(newestFirst(fine));
    expect(await everyone(all, 'us_marketing', limit)).toEqual(newestFirst(american));
    expect(await everyone(all, 'left_out', limit)).toEqual(newestFirst(american));
    expect(await everyone(all, 'duplicate', limit)).toEqual([]);
  }
  expect([reachOf(counts), counts.left_out.get('us_marketing')]).toEqual([fine.length, american.length]);
});
