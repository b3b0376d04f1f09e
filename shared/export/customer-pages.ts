import { matches } from '../campaign/audience.ts';
import type { Customer } from '../customer/customer.ts';
import { isListedBy } from '../customer/customer.queries.ts';
import type { Customers } from '../customer/customer.store.ts';
import { readFacts, type FactPorts } from '../segment/read-facts.ts';
import type { NamedCriteria } from '../segment/resolve-segments.ts';
import type { CustomerFilter } from './export-filter.ts';
import { criteriaOf } from './export-audience.ts';
import { laneAfter, lanePlace, type Pages } from './pages.ts';

interface CustomerQuestion {
  readonly tenant_id: string;
  readonly filter: CustomerFilter;
  readonly segments: NamedCriteria;
  /** When it was asked, in milliseconds since the epoch. */
  readonly at: number;
}

interface CustomerPorts extends FactPorts {
  readonly customers: Pick<Customers, 'get' | 'lanePage' | 'page'>;
}

/** The customers of a filter: with criteria lane by lane, as a campaign reads its audience; without, as they are listed. */
export function customerPages(question: CustomerQuestion, ports: CustomerPorts): Pages<Customer> {
  const { tenant_id, filter, segments, at } = question;
  const { customers } = ports;
  const { tag, consent, created_after, created_before } = filter;
  const listed = { tag, consent, created_after, created_before };
  const criteria = criteriaOf(filter);

  async function selected(people: readonly Customer[]): Promise<Customer[]> {
    if (!criteria) return [...people];
    // Whoever stands for the same person is in an audience in their place.
    const own = people.filter(({ same_as }) => !same_as);
    const facts = await readFacts({ tenant_id, criteria: [criteria], segments, at }, own, ports);
    return own.filter((customer) => matches(criteria, customer, facts));
  }
  const isListed = isListedBy(listed);

  if (filter.customer_id !== undefined) {
    const id = filter.customer_id;
    return async () => {
      const found = await customers.get(tenant_id, id);
      const items = found ? await selected([found]) : [];
      return { items: items.filter(isListed), last: undefined };
    };
  }
  if (!criteria) return (range) => customers.page(tenant_id, { ...range, ...listed });
  return async ({ limit, after }) => {
    const { lane, from } = lanePlace(after);
    const page = await customers.lanePage(tenant_id, lane, { limit, afterId: from, consistent: false });
    const items = (await selected(page.items)).filter(isListed);
    return { items, last: laneAfter(lane, page.last), scanned: page.items.length };
  };
}
