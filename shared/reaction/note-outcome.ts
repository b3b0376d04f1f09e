import type { ButtonAction } from '../content/button.ts';
import type { ButtonClicked } from '../event/domain-event.ts';
import type { AgentOutcome } from '../interaction/interaction.ts';
import type { Interactions } from '../interaction/interaction.store.ts';
import type { Log } from '../platform/log.ts';
import type { AutoReply, AutoReplyReference } from './auto-reply.ts';
import type { AutoReplies } from './auto-reply.store.ts';

type AgentAction = Extract<ButtonAction, { type: 'agent' }>;

export interface OutcomePorts {
  readonly autoReplies: Pick<AutoReplies, 'get'>;
  readonly interactions: Pick<Interactions, 'noteAgent'>;
  readonly log: Log;
}

/** Keeps with a tap what came of its answer, once that is known. */
export async function noteOutcome(
  { tenant_id, data }: ButtonClicked,
  { webhook_endpoint_id: endpoint_id }: AgentAction,
  reference: AutoReplyReference,
  { autoReplies, interactions, log }: OutcomePorts,
): Promise<void> {
  const row = await autoReplies.get(tenant_id, reference);
  const outcome = row && outcomeOf(row);
  if (!outcome) return;
  await interactions.noteAgent(tenant_id, reference, outcome);
  const isAnswered = outcome.outcome === 'answered';
  log(isAnswered ? 'agent.answered' : 'agent.unanswered', {
    ...{ tenant_id, campaign_id: reference.campaign_id, customer_id: data.customer.id, endpoint_id },
    code: isAnswered ? undefined : [outcome.outcome, outcome.reason].filter(Boolean).join(' '),
  });
}

function outcomeOf({ status, status_reason, error_code, fallback_reason }: AutoReply): AgentOutcome | undefined {
  switch (status) {
    case 'retry':
    case 'asking':
    case 'sending':
      return undefined;
    case 'accepted':
      return fallback_reason ? { outcome: 'fallback', reason: fallback_reason } : { outcome: 'answered' };
    case 'skipped':
      return status_reason === 'silent' ? { outcome: 'silent' } : { outcome: 'skipped', reason: status_reason };
    case 'failed':
      return { outcome: 'failed', reason: error_code };
    case 'unknown':
      return { outcome: 'unknown' };
  }
}
