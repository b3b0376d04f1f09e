import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { MessageFailed } from '../event/domain-event.ts';
import type { Messages } from '../message/message.store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Lanes } from '../run/lane.store.ts';
import { waitingSentence } from '../run/park-deferred.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { carryOn } from './carry-on.ts';
import { returnFailed } from './park-returned.ts';

/** How long a message waits that WhatsApp held back, in milliseconds: its limit of marketing messages counts days. */
const WAIT = 86_400_000;

export interface HeldBackPorts {
  readonly campaigns: Pick<Campaigns, 'tryTransition'>;
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'get'>;
  readonly lanes: Pick<Lanes, 'parkWith'>;
  readonly messages: Pick<Messages, 'get' | 'returnWrite'>;
  readonly tenants: Pick<Tenants, 'get'>;
}

/**
 * Lets a message that WhatsApp held back wait for a day, once, where the tenant wants it. Not in the United States, where
 * WhatsApp delivers no marketing messages.
 * @returns whether it waits
 */
export async function retryHeldBack(event: MessageFailed, campaign: Campaign, ports: HeldBackPorts): Promise<boolean> {
  const { tenant_id, timestamp: at, data } = event;
  if (campaign.status === 'cancelled' || !(await ports.tenants.get(tenant_id))?.retry_held_back) return false;
  const reference = { campaign_id: campaign.id, customer_id: data.customer.id };
  const [customer, message] = await Promise.all([
    ports.customers.get(tenant_id, data.customer.id),
    ports.messages.get(tenant_id, reference),
  ]);
  if (!customer || customer.country === 'US' || !message || message.marketing_retries) return false;
  if (message.error_code !== data.code) return false;
  const until = Date.parse(at) + WAIT;
  await returnFailed(campaign, [message], { until, why: 'marketing_limit' }, ports);
  await carryOn(campaign, waitingSentence('marketing_limit', until), ports);
  return true;
}
