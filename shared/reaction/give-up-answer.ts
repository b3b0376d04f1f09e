import type { ButtonClicked } from '../event/domain-event.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { AutoReplies } from './auto-reply.store.ts';
import { noteOutcome, type OutcomePorts } from './note-outcome.ts';
import { LEASE, ReplyDeferred } from './send-reply.ts';

/** Why an answer has failed that no attempt brought to an end. */
const REASON = 'attempts_failed';

export interface GiveUpPorts extends OutcomePorts {
  readonly autoReplies: Pick<AutoReplies, 'claim' | 'settle' | 'get'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Gives up the answer to a tap whose attempts have all failed: the tap says so, and nobody answers it any more. An answer that is
 * out, or may be, stays what it is.
 * @throws ReplyDeferred when somebody is at it still: the queue must deliver the event again
 */
export async function giveUpAnswer(event: ButtonClicked, ports: GiveUpPorts): Promise<void> {
  const { autoReplies, clock, ids } = ports;
  const { tenant_id, data } = event;
  if (data.action?.type !== 'agent' || !data.campaign) return;
  const reference = { campaign_id: data.campaign.id, interaction_id: data.interaction.id };
  const holder = ids.next('chk');
  const now = clock.now();
  // Whoever sends needs the claim: with it here, nothing is sent, before this is settled or after.
  const claim = await autoReplies.claim(tenant_id, reference, { holder, lease_until: now + LEASE }, now, 'asking');
  if (claim === 'held') throw new ReplyDeferred('Another worker answers this tap still.');
  if (claim === 'ours')
    await autoReplies.settle(tenant_id, reference, holder, { status: 'failed', error_code: REASON });
  await noteOutcome(event, data.action, reference, ports);
}
