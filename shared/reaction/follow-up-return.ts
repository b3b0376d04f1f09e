import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { MessageReturned } from '../event/domain-event.ts';
import type { Messages } from '../message/message.store.ts';
import { isLimit, type ErrorClass, type LimitClass } from '../provider/error-class.ts';
import type { Lanes } from '../run/lane.store.ts';
import { waitingSentence } from '../run/park-deferred.ts';
import { pauseOrReopen, type PausePorts } from '../run/pause-sending.ts';
import { refusedForAll } from '../run/refused-in-a-row.ts';
import { limitReached } from '../sender/provider-limit.ts';
import type { Senders } from '../sender/sender.store.ts';
import { system } from '../tenancy/actor.ts';
import { carryOn } from './carry-on.ts';
import { errorOf, type ErrorPorts } from './error-of.ts';
import { parkReturned } from './park-returned.ts';
import { isOfThisRun } from './refusals.ts';
import { retryTooSoon, type TooSoonPorts } from './retry-too-soon.ts';

export interface ReturnPorts extends PausePorts, TooSoonPorts, ErrorPorts {
  readonly campaigns: PausePorts['campaigns'] & TooSoonPorts['campaigns'] & Pick<Campaigns, 'get'>;
  readonly lanes: TooSoonPorts['lanes'] & Pick<Lanes, 'park'>;
  readonly messages: TooSoonPorts['messages'] & Pick<Messages, 'endWaiting'>;
  readonly senders: ErrorPorts['senders'] & Pick<Senders, 'limit'>;
}

/**
 * Follows up on a message that the provider accepted and then refused for no reason of its person's: parks it, and makes
 * its campaign wait for the limit to pass, or pause until a person has acted. The message's row waits already, so a crash
 * in between loses nobody: the event is delivered again.
 */
export async function followUpReturn(event: MessageReturned, ports: ReturnPorts): Promise<void> {
  const { tenant_id, timestamp: at, data } = event;
  const reference = { campaign_id: data.campaign?.id ?? '', customer_id: data.customer.id };
  const campaign = await ports.campaigns.get(tenant_id, reference.campaign_id);
  if (!campaign) return;
  // Nobody sends it again.
  if (campaign.status === 'cancelled') return ports.messages.endWaiting(tenant_id, reference, data.code);
  const errorClass = data.class as ErrorClass;
  if (errorClass === 'portfolio_limit' && (await retryTooSoon(event, campaign, ports))) return;
  if (isLimit(errorClass)) return waitForLimit(errorClass, event, campaign, ports);
  await parkReturned(campaign, data.customer.id, { until: Date.parse(at) }, ports.lanes);
  if (!isOfThisRun(event, campaign)) return;
  const reason = refusedForAll(await errorOf(event, campaign, ports));
  await pauseOrReopen(campaign, reason, system('failures'), ports);
}

/** The sender waits first, so that whoever is parked finds it waiting. */
async function waitForLimit(
  errorClass: LimitClass,
  { tenant_id, timestamp: at, data }: MessageReturned,
  campaign: Campaign,
  ports: ReturnPorts,
): Promise<void> {
  const limit = limitReached(errorClass, Date.parse(at));
  await ports.senders.limit(tenant_id, campaign.sender_id, limit);
  await parkReturned(campaign, data.customer.id, limit, ports.lanes);
  await carryOn(campaign, waitingSentence(limit.why, limit.until), ports);
}
