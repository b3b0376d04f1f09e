import { pagesOf, type Range, type StorePage } from '../platform/page.ts';
import type { Customer } from './customer.ts';
import type { Customers } from './customer.store.ts';

/** How many are read at once by whoever looks for some among them. */
const PAGE = 500;

/** Everybody, newest first, page by page, for a list of some of them: so few first that it is enough where all of them are shown. */
export function newestPages(
  tenant: string,
  { limit, after }: Range,
  customers: Pick<Customers, 'page'>,
): AsyncGenerator<StorePage<Customer>> {
  // One more tells whether another page follows.
  return pagesOf((from) => customers.page(tenant, { limit: from === after ? limit + 1 : PAGE, after: from }), after);
}
