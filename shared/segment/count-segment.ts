import { matches } from '../campaign/audience.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Clock } from '../platform/clock.ts';
import { LANES } from '../platform/lanes.ts';
import { pagesOf } from '../platform/page.ts';
import { readFacts, type FactPorts } from './read-facts.ts';
import { questionOf } from './segment-question.ts';
import type { Segment, SegmentCount } from './segment.ts';
import type { Segments } from './segment.store.ts';

/** How long a count may take, in milliseconds: the request has 29 s. */
const BUDGET = 20_000;
const PAGE = 500;

export interface CountPorts extends FactPorts {
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'profilesPage'>;
  readonly segments: Pick<Segments, 'getAll'>;
}

/**
 * Counts who is in a segment now, lane by lane side by side; what a campaign would skip, such as people without consent, counts.
 * When time is up it says how far it came: lanes are filled by a hash, so that the share of those looked at holds for all.
 * @throws HeraldError 409 when a segment that it names is gone
 */
export async function countSegment(segment: Segment, ports: CountPorts): Promise<SegmentCount> {
  const { clock, customers } = ports;
  const { tenant_id, criteria } = segment;
  const at = clock.now();
  const question = await questionOf(segment, at, ports);

  async function countLane(lane: number): Promise<SegmentCount> {
    let [counted, looked_at] = [0, 0];
    const pages = pagesOf((afterId: string | undefined) =>
      customers.profilesPage(tenant_id, lane, { limit: PAGE, afterId }),
    );
    for await (const { items, last } of pages) {
      const people = items.filter(({ same_as }) => !same_as);
      const facts = await readFacts(question, people, ports);
      counted += people.filter((customer) => matches(criteria, customer, facts)).length;
      looked_at += people.length;
      if (last !== undefined && clock.now() - at > BUDGET) return { customers: counted, looked_at, complete: false };
    }
    return { customers: counted, looked_at, complete: true };
  }

  const counts = await Promise.all(Array.from({ length: LANES }, (_, lane) => countLane(lane)));
  return {
    customers: counts.reduce((sum, one) => sum + one.customers, 0),
    looked_at: counts.reduce((sum, one) => sum + one.looked_at, 0),
    complete: counts.every(({ complete }) => complete),
  };
}
