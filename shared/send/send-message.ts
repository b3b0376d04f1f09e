import type { Campaign } from '../campaign/campaign.ts';
import { numberOf, type Customer } from '../customer/customer.ts';
import type { Frequencies } from '../customer/frequency.store.ts';
import { experimentFields, type ExperimentFields } from '../message/experiment-fields.ts';
import { messageToken, type MessageReference } from '../message/message-token.ts';
import type { Message } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import { personalise } from '../message/personalise.ts';
import { renderMessage } from '../message/render-message.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { isAboutPerson, isLimit, stopsEveryone } from '../provider/error-class.ts';
import type { Credentials, Outcome, ProviderError, Providers } from '../provider/provider.ts';
import { limitReached, type ReachedLimit } from '../sender/provider-limit.ts';
import type { Sender } from '../sender/sender.ts';
import type { FrequencyCap } from '../tenancy/frequency-cap.ts';

/** In milliseconds: longer than the slowest request and the writes around it. A holder that takes longer is dead. */
export const LEASE = 20_000;

/** The result for one recipient. A `released` message was provably not sent and may be tried again. */
export type SendResult =
  | { readonly kind: 'settled' | 'unknown' }
  /** The provider refused the message, for a reason that may be everybody's. */
  | { readonly kind: 'settled'; readonly because: 'refused'; readonly error: ProviderError }
  | { readonly kind: 'leased'; readonly until: number }
  /** The frequency cap permits it from `until` on (milliseconds since the epoch). */
  | { readonly kind: 'capped'; readonly until: number }
  | { readonly kind: 'released'; readonly because: 'throttled' | 'unreachable' }
  /** Everybody else would be refused as well, until a person acts. */
  | { readonly kind: 'released'; readonly because: 'fatal'; readonly error: ProviderError }
  | { readonly kind: 'released'; readonly because: 'limit'; readonly limit: ReachedLimit };

export interface SendContext {
  readonly campaign: Campaign;
  readonly sender: Sender;
  readonly credentials: Credentials;
  /** Identifies this invocation's claims. */
  readonly holder: string;
  readonly cap?: FrequencyCap | undefined;
  readonly linkSecret: string;
  /** When its recipients were planned, where that counts. Milliseconds since the epoch. */
  readonly planned_at?: number | undefined;
}

export interface SendPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly messages: Messages;
  readonly frequencies: Pick<Frequencies, 'take' | 'giveBack'>;
  readonly providers: Providers<'send'>;
}

/** Claims one customer's message, sends it, and records the outcome. */
export async function sendMessage(customer: Customer, context: SendContext, ports: SendPorts): Promise<SendResult> {
  const { campaign, sender, cap, holder } = context;
  const { clock, frequencies, messages, providers } = ports;
  const { tenant_id } = campaign;
  const reference = { campaign_id: campaign.id, customer_id: customer.id };
  const attempt = { tenant_id, ...reference, holder };
  const now = clock.now();
  const own = personalise(campaign, customer);
  const { content_key, values } = own;
  const fields = experimentFields(campaign, customer.id, own, context.planned_at);

  const place = cap && (await frequencies.take(attempt, cap, now));
  if (place && !place.got) return { kind: 'capped', until: place.until };
  const claim = await messages.claim(
    tenant_id,
    draft({ ...reference, content_key, variables: values, ...fields }, holder, now, ports),
    now,
  );
  if (!claim.got && cap) await frequencies.giveBack(attempt);
  if (!claim.got)
    return claim.leased_until === undefined ? { kind: 'settled' } : { kind: 'leased', until: claim.leased_until };

  const outcome = await providers(sender.provider).send(context.credentials, {
    to: numberOf(customer),
    from: sender.phone_number,
    message: renderMessage(campaign, { ...reference, content_key }, values, context.linkSecret),
    callback: { tenant_id, token: messageToken(reference) },
  });
  const result = resultOf(outcome, clock.now());
  const nothingSent = result.kind === 'released' || (outcome.kind === 'refused' && result.kind === 'settled');
  if (cap && nothingSent) await frequencies.giveBack(attempt);
  await record(outcome, result, attempt, ports);
  return result;
}

function draft(
  message: MessageReference & Pick<Message, 'content_key' | 'variables'> & ExperimentFields,
  holder: string,
  now: number,
  { ids }: SendPorts,
) {
  const claim = { holder, lease_until: now + LEASE, sending_since: now };
  return { ...message, ...claim, id: ids.next('msg'), status: 'sending' as const, attempts: 1 };
}

function resultOf(outcome: Outcome, now: number): SendResult {
  if (outcome.kind === 'accepted') return { kind: 'settled' };
  if (outcome.kind === 'not_sent') return { kind: 'released', because: 'unreachable' };
  if (outcome.kind === 'ambiguous') return { kind: 'unknown' };
  const { kind: _, retry_after, ...error } = outcome;
  if (error.class === 'throttled') return { kind: 'released', because: 'throttled' };
  if (error.class === 'ambiguous') return { kind: 'unknown' };
  if (isLimit(error.class))
    return { kind: 'released', because: 'limit', limit: limitReached(error.class, now, retry_after) };
  if (stopsEveryone(error.class)) return { kind: 'released', because: 'fatal', error };
  return isAboutPerson(error.class) ? { kind: 'settled' } : { kind: 'settled', because: 'refused', error };
}

const SILENT = 'The provider did not say whether it took the message.';

async function record(
  outcome: Outcome,
  result: SendResult,
  { tenant_id, holder, ...reference }: MessageReference & { readonly tenant_id: string; readonly holder: string },
  { clock, messages }: SendPorts,
): Promise<void> {
  const at = timestamp(clock.now());
  if (outcome.kind === 'accepted') return messages.accept(tenant_id, reference, outcome.provider_sid, at);
  if (result.kind === 'released') return messages.release(tenant_id, reference, holder);
  if (outcome.kind === 'refused' && result.kind === 'settled')
    return messages.fail(tenant_id, reference, holder, outcome, at);
  return messages.markUnknown(tenant_id, reference, holder, SILENT, at);
}
