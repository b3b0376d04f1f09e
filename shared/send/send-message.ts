import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import type { Frequencies } from '../customer/frequency.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Credentials } from '../tenancy/credentials.ts';
import type { FrequencyCap } from '../tenancy/frequency-cap.ts';
import type { Sender } from '../sender/sender.ts';
import { errorClass, MEANINGS } from '../provider/error-class.ts';
import type { SkipReason } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import { payloadOf, personalise } from '../message/payload.ts';
import type { MessageProvider, Outcome } from '../provider/provider.ts';
import { messageToken } from '../message/message-token.ts';

/** Long enough for the slowest request and the writes around it; a holder that is silent for longer is dead. */
export const LEASE = 20_000;

/** What became of one recipient. Released ones were provably not sent and may be tried again. */
export type Verdict =
  | { readonly kind: 'settled' | 'doubtful' }
  /** The provider refused the template or what fills it, with this code. */
  | { readonly kind: 'settled'; readonly because: 'template'; readonly code: number }
  | { readonly kind: 'held'; readonly until: number }
  /** Not before the tenant's other campaigns leave room for it. */
  | { readonly kind: 'capped'; readonly until: number }
  | { readonly kind: 'released'; readonly because: 'throttled' | 'unreachable' }
  | { readonly kind: 'released'; readonly because: 'fatal'; readonly code: number };

export interface SendContext {
  readonly campaign: Campaign;
  readonly sender: Sender;
  readonly credentials: Credentials;
  /** Tells this invocation's claims from everyone else's. */
  readonly holder: string;
  readonly cap?: FrequencyCap | undefined;
  readonly linkSecret: string;
  readonly publicBaseUrl: string;
}

export interface SendPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly messages: Messages;
  readonly frequencies: Pick<Frequencies, 'take' | 'giveBack'>;
  readonly provider: Pick<MessageProvider, 'send'>;
}

/** Why a customer must not be sent to, decided at the moment of sending; undefined when nothing speaks against it. */
export function reasonToSkip(campaign: Campaign, customer: Customer | undefined): SkipReason | undefined {
  if (!customer) return 'customer_deleted';
  if (customer.consent.status === 'opted_out') return 'opted_out';
  if (customer.consent.status !== 'opted_in') return 'not_opted_in';
  if (customer.suppressed) return 'suppressed';
  // A template's variable may not be empty (63013), and a made-up value would be worse than none.
  if (campaign.content_sid && personalise(campaign, customer).missing.length > 0) return 'missing_variable';
  return undefined;
}

/** Claims one customer's message, sends it, and writes down what became of it. */
export async function sendMessage(customer: Customer, context: SendContext, ports: SendPorts): Promise<Verdict> {
  const { campaign, cap, holder } = context;
  const { clock, frequencies, ids, messages, provider } = ports;
  const { tenant_id } = campaign;
  const of = { campaign_id: campaign.id, customer_id: customer.id };
  const now = clock.now();
  const { values } = personalise(campaign, customer);
  const draft = {
    ...of,
    id: ids.next('msg'),
    status: 'sending' as const,
    attempts: 1,
    variables: values,
    holder,
    lease_until: now + LEASE,
    sending_since: now,
  };

  const attempt = { tenant_id, ...of, holder };
  const taken = cap && (await frequencies.take(attempt, cap, now));
  if (taken && !taken.got) return { kind: 'capped', until: taken.until };
  const claim = await messages.claim(tenant_id, draft, now);
  if (!claim.got && cap) await frequencies.giveBack(attempt);
  if (!claim.got)
    return claim.held_until === undefined ? { kind: 'settled' } : { kind: 'held', until: claim.held_until };

  const outcome = await provider.send(context.credentials, {
    to: customer.phone_number,
    from: context.sender.phone_number,
    payload: payloadOf(campaign, of, values, context.linkSecret),
    status_callback: `${context.publicBaseUrl}/webhooks/twilio/${tenant_id}/status?m=${messageToken(of)}`,
  });
  const verdict = judge(outcome);
  const nothingSent = verdict.kind === 'released' || (outcome.kind === 'refused' && verdict.kind === 'settled');
  if (cap && nothingSent) await frequencies.giveBack(attempt);
  const at = timestamp(clock.now());
  if (outcome.kind === 'accepted') await messages.accept(tenant_id, of, outcome.provider_sid, at);
  else if (verdict.kind === 'released') await messages.release(tenant_id, of, holder);
  else if (outcome.kind === 'refused' && verdict.kind === 'settled') {
    await messages.fail(
      tenant_id,
      of,
      holder,
      { code: String(outcome.code), reason: MEANINGS[errorClass(outcome.code)] },
      at,
    );
  } else await messages.doubt(tenant_id, of, holder, 'The provider did not say whether it took the message.');
  return verdict;
}

function judge(outcome: Outcome): Verdict {
  if (outcome.kind === 'accepted') return { kind: 'settled' };
  if (outcome.kind === 'not_sent') return { kind: 'released', because: 'unreachable' };
  if (outcome.kind === 'ambiguous') return { kind: 'doubtful' };
  const found = errorClass(outcome.code);
  if (found === 'throttled') return { kind: 'released', because: 'throttled' };
  if (found === 'fatal') return { kind: 'released', because: 'fatal', code: outcome.code };
  if (found === 'template') return { kind: 'settled', because: 'template', code: outcome.code };
  return { kind: found === 'ambiguous' ? 'doubtful' : 'settled' };
}
