import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Position } from '../platform/page.ts';
import type { Messages } from './message.store.ts';

/** As many as one batch read takes. */
const CAMPAIGNS_AT_ONCE = 100;

/**
 * Erases a person: the customer, and what its messages say of it. The messages are gone through even when there is no
 * such customer, so that asking again finishes what an interrupted request began.
 * @returns whether there was such a customer
 */
export async function forgetCustomer(
  tenant: string,
  id: string,
  {
    campaigns,
    customers,
    messages,
  }: { campaigns: Pick<Campaigns, 'page'>; customers: Pick<Customers, 'erase'>; messages: Pick<Messages, 'forget'> },
): Promise<boolean> {
  const erased = await customers.erase(tenant, id);
  let after: Position | undefined;
  do {
    const page = await campaigns.page(tenant, undefined, { limit: CAMPAIGNS_AT_ONCE, after });
    const begun = page.items.filter(({ run }) => run > 0);
    await messages.forget(
      tenant,
      begun.map((campaign) => campaign.id),
      id,
    );
    after = page.last;
  } while (after);
  return erased;
}
