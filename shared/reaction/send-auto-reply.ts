import type { ButtonClicked } from '../event/domain-event.ts';
import type { Ids } from '../platform/ids.ts';
import { composeReply, type AutoReplyAction, type Settlement } from './auto-reply.ts';
import type { AutoReplies } from './auto-reply.store.ts';
import {
  attemptReply,
  LEASE,
  prepareReply,
  ReplyDeferred,
  settlementOf,
  type AttemptPorts,
  type PreparePorts,
  type Recipient,
} from './send-reply.ts';

export interface AutoReplyPorts extends PreparePorts, AttemptPorts {
  readonly autoReplies: Pick<AutoReplies, 'claim' | 'settle'>;
  readonly ids: Ids;
  readonly senders: PreparePorts['senders'] & AttemptPorts['senders'];
}

/**
 * Replies to a tap once, from the campaign's sender, if the customer may be written to now. The reply has no status
 * callback: it is not one of the campaign's messages and is not counted.
 * @returns why nothing was sent; undefined when the reply was accepted
 * @throws ReplyDeferred when the queue must deliver the event again
 */
export async function sendAutoReply(
  event: ButtonClicked,
  action: AutoReplyAction,
  ports: AutoReplyPorts,
): Promise<string | undefined> {
  const { autoReplies, clock, ids } = ports;
  const { tenant_id, data } = event;
  if (!data.campaign) return 'campaign_deleted';
  const reference = { campaign_id: data.campaign.id, interaction_id: data.interaction.id };
  const recipient = await prepareReply(event, reference.campaign_id, ports);

  const holder = ids.next('chk');
  const now = clock.now();
  const claim = await autoReplies.claim(tenant_id, reference, { holder, lease_until: now + LEASE }, now);
  if (claim === 'held') throw new ReplyDeferred('Another worker holds the claim to this reply.');
  if (claim !== 'ours') return claim === 'died' ? 'unknown' : 'answered_before';

  const settlement = await reply(tenant_id, recipient, action, ports);
  await autoReplies.settle(tenant_id, reference, holder, settlement);
  if (settlement.status === 'retry')
    throw new ReplyDeferred('The provider accepted nothing; the reply may be tried again.');
  if (settlement.status === 'skipped') return settlement.status_reason;
  return settlement.status === 'accepted' ? undefined : settlement.status;
}

async function reply(
  tenant: string,
  recipient: Recipient | string,
  action: AutoReplyAction,
  ports: AutoReplyPorts,
): Promise<Settlement> {
  if (typeof recipient === 'string') return { status: 'skipped', status_reason: recipient };
  const composed = composeReply(action, recipient.customer);
  if (!composed) return { status: 'skipped', status_reason: 'missing_variable' };
  return settlementOf(await attemptReply(tenant, recipient, composed, ports));
}
