import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Messages } from '../message/message.store.ts';
import { pagesOf, type StorePage } from '../platform/page.ts';
import type { Inbounds } from './inbound.store.ts';
import type { Interactions } from './interaction.store.ts';

/** DynamoDB's limit for one batch read. */
const CAMPAIGNS_AT_ONCE = 100;

export interface ForgetPorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly customers: Pick<Customers, 'erase'>;
  readonly inbounds: Pick<Inbounds, 'forget'>;
  readonly interactions: Pick<Interactions, 'forget'>;
  readonly messages: Pick<Messages, 'forget'>;
}

/**
 * Erases a person: the customer, what they wrote, and the personal data in messages and taps; messages and taps stay
 * counted. Every step runs even when there is no such customer, so that a second request finishes what an interrupted one
 * began.
 * @returns whether there was such a customer
 */
export async function forgetCustomer(
  tenant: string,
  id: string,
  { campaigns, customers, inbounds, interactions, messages }: ForgetPorts,
): Promise<boolean> {
  const erased = await customers.erase(tenant, id);
  await inbounds.forget(tenant, id);
  await interactions.forget(tenant, id);
  const pages = pagesOf<StorePage<Campaign>>((after) =>
    campaigns.page(tenant, undefined, { limit: CAMPAIGNS_AT_ONCE, after }),
  );
  for await (const page of pages) {
    const begun = page.items.filter(({ run }) => run > 0);
    await messages.forget(
      tenant,
      begun.map((campaign) => campaign.id),
      id,
    );
  }
  return erased;
}
