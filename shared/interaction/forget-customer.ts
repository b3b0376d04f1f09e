import type { Campaigns } from '../campaign/campaign.store.ts';
import { idsOf } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Messages } from '../message/message.store.ts';
import type { Position } from '../platform/page.ts';
import type { Inbounds } from './inbound.store.ts';
import type { Interactions } from './interaction.store.ts';

/** DynamoDB's limit for one batch read. */
const CAMPAIGNS_AT_ONCE = 100;

export interface ForgetPorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly customers: Pick<Customers, 'erase' | 'person'>;
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
  const person = await customers.person(tenant, id);
  const ids = person ? idsOf(person) : [id];
  // The customer goes last of the person's ids: as long as it is there, another request finds them all.
  for (const linked of ids.slice(1))
    await forgetTraces(tenant, linked, { campaigns, inbounds, interactions, messages });
  const erased = await customers.erase(tenant, id);
  await forgetTraces(tenant, ids[0] ?? id, { campaigns, inbounds, interactions, messages });
  return erased;
}

/** Forgets what is kept beside the customer under an id. */
async function forgetTraces(
  tenant: string,
  id: string,
  { campaigns, inbounds, interactions, messages }: Omit<ForgetPorts, 'customers'>,
): Promise<void> {
  await inbounds.forget(tenant, id);
  await interactions.forget(tenant, id);
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
}
