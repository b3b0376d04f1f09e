import { matches } from '../campaign/audience.ts';
import type { Customer } from '../customer/customer.ts';
import { isListedBy, type Listed } from '../customer/customer.queries.ts';
import type { Customers } from '../customer/customer.store.ts';
import { searchNewest } from '../customer/search-newest.ts';
import { isPast } from '../platform/created-range.ts';
import type { Range, StorePage } from '../platform/page.ts';
import { readFacts, type FactPorts } from './read-facts.ts';
import { questionOf } from './segment-question.ts';
import type { Segment } from './segment.ts';
import type { Segments } from './segment.store.ts';

export interface SegmentPagePorts extends FactPorts {
  readonly customers: Pick<Customers, 'page'>;
  readonly segments: Pick<Segments, 'getAll'>;
}

/**
 * The people whom a segment's count counts, newest first. A page may be short, or empty, while more follow.
 * @param listed what else is asked of them, as everybody's list has it
 * @param at when it is asked, in milliseconds since the epoch
 * @throws HeraldError 409 when a segment that it names is gone
 */
export async function segmentPage(
  segment: Segment,
  { listed, at }: { readonly listed: Listed; readonly at: number },
  range: Range,
  ports: SegmentPagePorts,
): Promise<StorePage<Customer>> {
  const { tenant_id, criteria } = segment;
  const question = await questionOf(segment, at, ports);
  const isListed = isListedBy(listed);
  const { phone_number } = listed;

  async function choose(people: readonly Customer[]): Promise<Customer[]> {
    const facts = await readFacts(question, people, ports);
    return people.filter((one) => !one.same_as && isListed(one) && matches(criteria, one, facts));
  }

  if (phone_number) {
    const { items } = await ports.customers.page(tenant_id, { limit: 1, phone_number });
    return { items: await choose(items), last: undefined };
  }
  return searchNewest(tenant_id, range, { choose, isPast: ({ created_at }) => isPast(listed, created_at) }, ports);
}
