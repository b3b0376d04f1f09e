import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { MessageReturned } from '../event/domain-event.ts';
import { MAX_RETURNS } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Lanes } from '../run/lane.store.ts';
import { carryOn } from './carry-on.ts';
import { parkAgain } from './park-returned.ts';
import { wasWrittenTo, type WrittenPorts } from './was-written-to.ts';

/** How long such a message waits the first time, in milliseconds; each time after that twice as long as before. */
const WAIT = 10_000;
const TOO_SOON = 'WhatsApp takes no second message to the same person within some seconds.';

export interface TooSoonPorts extends WrittenPorts {
  readonly campaigns: WrittenPorts['campaigns'] & Pick<Campaigns, 'tryTransition'>;
  readonly clock: Clock;
  readonly lanes: Pick<Lanes, 'parkWith'>;
  readonly messages: WrittenPorts['messages'] & Pick<Messages, 'endWaiting' | 'get' | 'waitAgainWrite'>;
}

/**
 * Lets a message wait some seconds that was refused by the code of the portfolio's limit, but whose person was sent another
 * one just before: then the code is about these two. Its sender goes on. It waits three times at most; then it failed.
 * @returns false when the code is about the portfolio
 */
export async function retryTooSoon(event: MessageReturned, campaign: Campaign, ports: TooSoonPorts): Promise<boolean> {
  const { tenant_id, timestamp: at, data } = event;
  const reference = { campaign_id: campaign.id, customer_id: data.customer.id };
  const message = await ports.messages.get(tenant_id, reference);
  if (!message) return false;
  // It has been sent again since: this event was followed up before.
  if (message.status !== 'retry' || message.error_code !== data.code) return true;
  if (message.status_reason !== TOO_SOON) {
    if (!(await wasWrittenTo(message, campaign, ports))) return false;
    const { returns = 0 } = message;
    if (returns >= MAX_RETURNS) {
      await ports.messages.endWaiting(tenant_id, reference, data.code, TOO_SOON);
      return true;
    }
    await parkAgain(campaign, message, Date.parse(at) + WAIT * 2 ** returns, TOO_SOON, ports);
  }
  await carryOn(campaign, `${TOO_SOON} Whoever got no message for that is sent to again.`, ports);
  return true;
}
