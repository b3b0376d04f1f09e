import { pagesOf, type Range, type StorePage } from '../platform/page.ts';
import type { Customer } from './customer.ts';
import type { Customers } from './customer.store.ts';

/** How many are read at once at most. */
const PAGE = 500;

/**
 * Everybody, newest first, page by page, for a list of some of them: so few first that it is enough where all of them are shown, then
 * twice as many each time, so that few are read in vain.
 */
export function newestPages(
  tenant: string,
  { limit, after }: Range,
  customers: Pick<Customers, 'page'>,
): AsyncGenerator<StorePage<Customer>> {
  // One more tells whether another page follows.
  let size = limit + 1;
  return pagesOf((from) => {
    const page = customers.page(tenant, { limit: Math.min(size, PAGE), after: from });
    size *= 2;
    return page;
  }, after);
}
