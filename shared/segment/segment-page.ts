import { matches } from '../campaign/audience.ts';
import type { Customer } from '../customer/customer.ts';
import { isListedBy, type Listed } from '../customer/customer.queries.ts';
import type { Customers } from '../customer/customer.store.ts';
import { newestPages } from '../customer/newest-pages.ts';
import { isPast } from '../platform/created-range.ts';
import { searchPage, type Range, type StorePage } from '../platform/page.ts';
import { readFacts, type FactPorts } from './read-facts.ts';
import { questionOf } from './segment-question.ts';
import type { Segment } from './segment.ts';
import type { Segments } from './segment.store.ts';

/** How many customers a page reads at most. */
const MAX_SCANNED = 5_000;

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
  const pages = phone_number
    ? [await ports.customers.page(tenant_id, { limit: 1, phone_number })]
    : newestPages(tenant_id, range, ports.customers);

  async function* rows() {
    for await (const { items } of pages) {
      const facts = await readFacts(question, items, ports);
      for (const customer of items) yield { customer, isIn: !customer.same_as && matches(criteria, customer, facts) };
    }
  }

  return searchPage(rows(), {
    limit: range.limit,
    maxScanned: MAX_SCANNED,
    after: range.after,
    isPast: ({ customer }) => isPast(listed, customer.created_at),
    pick: ({ customer, isIn }) => (isIn && isListed(customer) ? customer : undefined),
    positionOf: ({ customer }) => ({ id: customer.id }),
  });
}
