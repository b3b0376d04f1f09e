import type { Button } from '../content/button.ts';
import { findButton } from '../campaign/contents.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Messages } from '../message/message.store.ts';
import { conflict, invalid, notFound } from '../platform/errors.ts';
import { SKEW } from '../platform/formats.ts';
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

interface Sending {
  readonly campaign: Pick<Tapped['campaign'], 'started_at'>;
  readonly message: Pick<Tapped['message'], 'attempts' | 'tried_at' | 'accepted_at' | 'sending_since'>;
}

const BEFORE_MESSAGE = {
  path: 'clicked_at',
  code: 'before_message',
  message: 'must not be before the message was sent',
};

/** Requires that a tap is not reported for a time before its message. @throws HeraldError 400 */
export function requireAfterSending(sending: Sending, clicked_at: string): void {
  if (Date.parse(clicked_at) < earliestTap(sending) - SKEW) throw invalid([BEFORE_MESSAGE]);
}

/** In milliseconds. A message that was sent again keeps when it was first tried, but not where an earlier version did so. */
function earliestTap({ campaign, message }: Sending): number {
  const { attempts, tried_at, accepted_at, sending_since } = message;
  const isFirstKnown = tried_at !== undefined || attempts <= 1;
  const known = isFirstKnown ? [tried_at, accepted_at, sending_since].filter((time) => time !== undefined) : [];
  const times = known.length > 0 ? known : [campaign.started_at ?? 0];
  return Math.min(...times.map((time) => new Date(time).getTime()));
}
