import { pagesOf, searchPage, type Range, type StorePage } from '../platform/page.ts';
import type { Customer } from './customer.ts';
import type { Customers } from './customer.store.ts';

/** How many are read at once at most. */
const READ_AT_ONCE = 500;
/** How many customers a page reads at most. */
const MAX_SCANNED = 5_000;

interface NewestSearch {
  /** Those of some people who are shown. */
  choose(people: readonly Customer[]): Promise<readonly Customer[]>;
  /** Whether nobody from this one on is wanted. */
  isPast?(customer: Customer): boolean;
}

/** A page of those among everybody who are chosen, newest first. It may be short, or empty, while more follow. */
export async function searchNewest(
  tenant: string,
  range: Range,
  { choose, isPast }: NewestSearch,
  { customers }: { readonly customers: Pick<Customers, 'page'> },
): Promise<StorePage<Customer>> {
  async function* rows() {
    for await (const { items } of newestPages(tenant, range, customers)) {
      const chosen = new Set(await choose(items));
      for (const customer of items) yield { customer, isChosen: chosen.has(customer) };
    }
  }

  return searchPage(rows(), {
    limit: range.limit,
    maxScanned: MAX_SCANNED,
    after: range.after,
    isPast: ({ customer }) => isPast?.(customer) ?? false,
    pick: ({ customer, isChosen }) => (isChosen ? customer : undefined),
    positionOf: ({ customer }) => ({ id: customer.id }),
  });
}

/** Everybody by pages: so few first that it is enough where all of them are shown, then twice as many each time, so that few are read in vain. */
function newestPages(
  tenant: string,
  { limit, after }: Range,
  customers: Pick<Customers, 'page'>,
): AsyncGenerator<StorePage<Customer>> {
  // One more tells whether another page follows.
  let size = limit + 1;
  return pagesOf((from) => {
    const page = customers.page(tenant, { limit: Math.min(size, READ_AT_ONCE), after: from });
    size *= 2;
    return page;
  }, after);
}
