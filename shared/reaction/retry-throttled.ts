import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { MessageFailed } from '../event/domain-event.ts';
import type { Messages } from '../message/message.store.ts';
import type { Clock } from '../platform/clock.ts';
import { MEANINGS } from '../provider/error-class.ts';
import type { Lanes } from '../run/lane.store.ts';
import { BRAKE } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import { carryOn } from './carry-on.ts';
import { returnFailed } from './park-returned.ts';

export interface ThrottledPorts {
  readonly campaigns: Pick<Campaigns, 'tryTransition'>;
  readonly clock: Clock;
  readonly lanes: Pick<Lanes, 'parkWith'>;
  readonly messages: Pick<Messages, 'get' | 'returnWrite'>;
  readonly senders: Pick<Senders, 'brake'>;
}

/** Brakes the sender that the provider found too fast, and lets the message that it dropped for that wait as long. */
export async function retryThrottled(event: MessageFailed, campaign: Campaign, ports: ThrottledPorts): Promise<void> {
  const { tenant_id, timestamp: at, data } = event;
  const until = Date.parse(at) + BRAKE;
  // By the time a failure is reported late, the pace may have recovered.
  if (until > ports.clock.now()) await ports.senders.brake(tenant_id, campaign.sender_id, until);
  if (campaign.status === 'cancelled') return;
  const reference = { campaign_id: campaign.id, customer_id: data.customer.id };
  const message = await ports.messages.get(tenant_id, reference);
  if (message?.error_code !== data.code) return;
  await returnFailed(campaign, [message], { until }, ports);
  await carryOn(campaign, `${MEANINGS.throttled} Whoever got no message for that is sent to again.`, ports);
}
