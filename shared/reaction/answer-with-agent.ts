import type { ButtonAction } from '../content/button.ts';
import type { ButtonClicked } from '../event/domain-event.ts';
import type { Inbounds } from '../interaction/inbound.store.ts';
import { sha256, type Ids } from '../platform/ids.ts';
import type { Providers } from '../provider/provider.ts';
import type { EndpointAsker } from '../webhook/endpoint-asker.ts';
import { readAgentAnswer, type Answer } from './agent-answer.ts';
import { agentQuestion, MAX_WORDS } from './agent-question.ts';
import { composeReply, type AutoReplyReference, type Settlement } from './auto-reply.ts';
import type { AutoReplies } from './auto-reply.store.ts';
import { noteOutcome, type OutcomePorts } from './note-outcome.ts';
import {
  attemptReply,
  hasTemplate,
  LEASE,
  prepareReply,
  ReplyDeferred,
  settlementOf,
  type AttemptPorts,
  type PreparePorts,
  type Recipient,
} from './send-reply.ts';
import type { WordingCounts } from './wording-count.store.ts';

type AgentAction = Extract<ButtonAction, { type: 'agent' }>;

/**
 * How many templates the answers of a tenant's agents may make in a day. Each stays at the provider, for whoever gets the same words
 * later, and an agent may word each of its answers anew.
 */
export const MAX_NEW_WORDINGS = 100;
/** In bytes. */
const MAX_ANSWER = 1_000_000;

export interface AgentPorts extends PreparePorts, AttemptPorts, OutcomePorts {
  readonly agents: EndpointAsker;
  readonly autoReplies: Pick<AutoReplies, 'claim' | 'beginSending' | 'settle' | 'get'>;
  readonly ids: Ids;
  readonly inbounds: Pick<Inbounds, 'newestWords'>;
  readonly templateProviders: Providers<'ensureTemplate' | 'knownTemplate'>;
  readonly wordingCounts: Pick<WordingCounts, 'count'>;
  readonly senders: PreparePorts['senders'] & AttemptPorts['senders'];
}

/**
 * Has a tap answered by the endpoint that its button names, once, from the campaign's sender. What came of it is kept with the
 * tap. An answer is no tap, so none leads to another: there is one for each tap at most.
 * @throws ReplyDeferred when the queue must deliver the event again
 */
export async function answerWithAgent(event: ButtonClicked, ports: AgentPorts): Promise<void> {
  const { tenant_id, data } = event;
  const { action, campaign, customer, interaction } = data;
  const fields = { tenant_id, campaign_id: campaign?.id, customer_id: customer.id };
  if (action?.type !== 'agent' || !campaign) {
    ports.log('reply.skipped', { ...fields, code: campaign ? 'no_agent' : 'campaign_deleted' });
    return;
  }
  const reference = { campaign_id: campaign.id, interaction_id: interaction.id };
  await answer(event, action, reference, ports);
  // Also of one that was settled before: whoever settled it may have died before this.
  await noteOutcome(event, action, reference, ports);
}

async function answer(
  event: ButtonClicked,
  action: AgentAction,
  reference: AutoReplyReference,
  ports: AgentPorts,
): Promise<void> {
  const { autoReplies, clock, ids } = ports;
  const { tenant_id } = event;
  const holder = ids.next('chk');
  const now = clock.now();
  // Longer than the question takes; a holder whose lease ran out meanwhile does not get to send.
  const asking = { holder, lease_until: now + action.timeout_seconds * 1_000 + LEASE };
  const claim = await autoReplies.claim(tenant_id, reference, asking, now, 'asking');
  if (claim === 'held') throw new ReplyDeferred('Another worker holds the claim to this answer.');
  if (claim !== 'ours') return;

  const settle = (settlement: Settlement) => autoReplies.settle(tenant_id, reference, holder, settlement);
  const skip = (status_reason: string) => settle({ status: 'skipped', status_reason });
  const asked = await prepareReply(event, reference.campaign_id, ports);
  if (typeof asked === 'string') return skip(asked);
  const said = await ask(event, action, asked, ports);

  // Much may have happened while the agent thought: an opt-out, an erasure, the end of the window.
  const recipient = await prepareReply(event, reference.campaign_id, ports);
  if (typeof recipient === 'string') return skip(recipient);
  if (said === 'silent') return skip(said);
  const given = await withinWordings(tenant_id, recipient, said, ports);
  const reply = composeReply('reply' in given ? given.reply : { message: action.fallback }, recipient.customer);
  if (!reply) return skip('missing_variable');

  const sending = { holder, lease_until: clock.now() + LEASE };
  const reason = 'fallback' in given ? given.fallback : undefined;
  if (!(await autoReplies.beginSending(tenant_id, reference, sending, reason)))
    throw new ReplyDeferred('Another worker asked meanwhile, and answers.');
  const settlement = settlementOf(await attemptReply(tenant_id, recipient, reply, ports));
  await settle(settlement);
  if (settlement.status === 'retry')
    throw new ReplyDeferred('The provider accepted nothing; the answer is tried again.');
}

/** What is sent of an answer: the fallback, where its words need one template more than a tenant's agents may have made in a day. */
async function withinWordings(
  tenant: string,
  recipient: Recipient,
  answer: Exclude<Answer, 'silent'>,
  ports: AgentPorts,
): Promise<Exclude<Answer, 'silent'>> {
  const reply = 'reply' in answer && composeReply(answer.reply, recipient.customer);
  if (!reply || (await hasTemplate(tenant, recipient, reply, ports))) return answer;
  const count = await ports.wordingCounts.count(tenant, ports.clock.now());
  return count > MAX_NEW_WORDINGS ? { fallback: 'too_many_wordings' } : answer;
}

/** Asks the agent. Whoever is asked again finds the same id, and may answer the same. */
async function ask(
  event: ButtonClicked,
  action: AgentAction,
  { customer }: Recipient,
  { agents, clock, inbounds }: AgentPorts,
): Promise<Answer> {
  const { tenant_id, data } = event;
  const { timeout_seconds, webhook_endpoint_id: endpoint_id } = action;
  const words = await inbounds.newestWords(tenant_id, customer.id, MAX_WORDS);
  const outcome = await agents.ask({
    tenant_id,
    endpoint_id,
    event_id: `agt_${sha256(`${tenant_id}#${data.interaction.id}`).slice(0, 32)}`,
    body: agentQuestion(event, customer, words, { now: clock.now(), timeout_seconds }),
    timeout: timeout_seconds * 1_000,
    maxAnswer: MAX_ANSWER,
  });
  return 'answer' in outcome ? readAgentAnswer(outcome.answer) : { fallback: outcome.code };
}
