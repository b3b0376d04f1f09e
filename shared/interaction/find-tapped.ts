import type { Button } from '../content/button.ts';
import { findButton } from '../campaign/contents.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Messages } from '../message/message.store.ts';
import { conflict, notFound } from '../platform/errors.ts';
import { wasSent, type Tapped } from './record-tap.ts';

export interface ReportedTap {
  readonly tenant_id: string;
  readonly campaign_id: string;
  readonly customer_id: string;
  readonly button_id: string;
  readonly message_id?: string | undefined;
}

/**
 * Finds the campaign, customer, message and button of a reported tap.
 * @throws HeraldError 404 without the campaign, button or customer, 409 when the customer was not sent the campaign
 */
export async function findTapped(
  { tenant_id, campaign_id, customer_id, button_id, message_id }: ReportedTap,
  {
    campaigns,
    customers,
    messages,
  }: { campaigns: Pick<Campaigns, 'get'>; customers: Pick<Customers, 'get'>; messages: Pick<Messages, 'get'> },
): Promise<Tapped & { button: Button }> {
  const [campaign, customer, message] = await Promise.all([
    campaigns.get(tenant_id, campaign_id),
    customers.get(tenant_id, customer_id),
    messages.get(tenant_id, { campaign_id, customer_id }),
  ]);
  if (!campaign) throw notFound('campaign');
  const button = findButton(campaign, button_id, message?.content_key);
  if (!button) throw notFound('button');
  if (!customer) throw notFound('customer');
  if (!message || !wasSent(message) || (message_id && message.id !== message_id)) {
    throw conflict('message.not_sent', 'This customer was not sent this campaign, so there was nothing to tap.');
  }
  return { campaign, customer, message, button };
}
