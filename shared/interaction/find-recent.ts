import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { idsOf, type Customer } from '../customer/customer.ts';
import { sidsOf, type Message } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import { wasSent } from './record-tap.ts';

const DAY = 86_400_000;
/**
 * How long after a campaign began its customers' messages still count as replies to it: as long as a provider names the
 * message that was replied to.
 */
const RECENT = 7 * DAY;
/** How many of a tenant's newest campaigns are considered: one page, and one batch read of their messages. */
const CAMPAIGNS = 100;

/** A campaign that a customer was sent, with the message. */
export interface ReceivedCampaign {
  readonly campaign: Campaign;
  readonly message: Message;
}

/** The tenant's newest campaigns that began at `since` (milliseconds since the epoch) or later. */
export async function recentCampaigns(
  tenant: string,
  since: number,
  campaigns: Pick<Campaigns, 'page'>,
): Promise<Campaign[]> {
  const { items } = await campaigns.page(tenant, undefined, { limit: CAMPAIGNS });
  return items.filter(({ started_at }) => started_at && Date.parse(started_at) >= since);
}

/**
 * What a customer was sent in these campaigns, the newest first. Messages have no index by customer, because each of their
 * writes would pay for it; their keys are computed and read in one batch.
 */
export async function receivedBy(
  customer: Pick<Customer, 'tenant_id' | 'id' | 'linked'>,
  recent: readonly Campaign[],
  messages: Pick<Messages, 'ofCustomer'>,
): Promise<ReceivedCampaign[]> {
  const campaigns = new Map(recent.map((campaign) => [campaign.id, campaign]));
  const found = await Promise.all(
    idsOf(customer).map((id) => messages.ofCustomer(customer.tenant_id, [...campaigns.keys()], id)),
  );
  return found
    .flat()
    .flatMap((message) => {
      const campaign = campaigns.get(message.campaign_id);
      return campaign && wasSent(message) ? [{ campaign, message }] : [];
    })
    .sort((a, b) => (receivedAt(a) < receivedAt(b) ? 1 : -1));
}

function receivedAt({ campaign, message }: ReceivedCampaign): string {
  return message.accepted_at ?? campaign.started_at ?? '';
}

/** What a customer was sent in the campaigns that they may still be answering, the newest first. */
export async function recentlyReceived(
  customer: Customer,
  received_at: string,
  { campaigns, messages }: { campaigns: Pick<Campaigns, 'page'>; messages: Pick<Messages, 'ofCustomer'> },
): Promise<ReceivedCampaign[]> {
  const recent = await recentCampaigns(customer.tenant_id, Date.parse(received_at) - RECENT, campaigns);
  return receivedBy(customer, recent, messages);
}

/** @returns whether the message has this provider sid, or had it before it was sent again; false for undefined */
export function hasSid(sid: string | undefined) {
  return ({ message }: ReceivedCampaign) => sid !== undefined && sidsOf(message).includes(sid);
}
