import type { LedgerEntry } from '../customer/consent.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { ConsentFilter } from './export-filter.ts';
import { laneAfter, lanePlace, type Pages } from './pages.ts';

/** The consent ledger of all customers, lane by lane. */
export function consentPages(
  tenant: string,
  filter: ConsentFilter,
  { customers }: { readonly customers: Pick<Customers, 'ledgerPage'> },
): Pages<LedgerEntry> {
  return async ({ limit, after }) => {
    const { lane, from } = lanePlace(after);
    const page = await customers.ledgerPage(tenant, lane, { limit, after: from });
    const items = page.items.filter((entry) => isAskedFor(filter, entry));
    return { items, last: laneAfter(lane, page.last), scanned: page.items.length };
  };
}

function isAskedFor({ customer_id, status, source, from, to }: ConsentFilter, entry: LedgerEntry): boolean {
  return (
    (customer_id ?? entry.customer_id) === entry.customer_id &&
    (status ?? entry.status) === entry.status &&
    (source === undefined || source === entry.source) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to)
  );
}
