import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import { errorClass } from '../provider/error-class.ts';
import type { Payload } from '../message/payload.ts';
import { ProviderRefusal, type MessageProvider, type Outcome, type TemplateProvider } from '../provider/provider.ts';
import type { Templates } from '../template/template.store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { frames, type Log } from '../platform/log.ts';
import type { CredentialVault, Credentials } from '../tenancy/credentials.ts';
import { BRAKE, type Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import { composeReply, windowIsOpen, type AutoReplyAction, type Composed, type Settlement } from './auto-reply.ts';
import type { AutoReplies } from './auto-reply.store.ts';
import type { ButtonClicked } from '../event/domain-event.ts';

/** In milliseconds: the content's request and the message's may each take ten seconds, and the wait for a slot five. */
const LEASE = 30_000;

export interface AutoReplyPorts {
  readonly autoReplies: Pick<AutoReplies, 'claim' | 'settle'>;
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly clock: Clock;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly customers: Pick<Customers, 'get'>;
  readonly ids: Ids;
  readonly log: Log;
  readonly provider: Pick<MessageProvider, 'send'>;
  readonly senders: Pick<Senders, 'get' | 'reserveReply' | 'brake'>;
  readonly templateProvider: Pick<TemplateProvider, 'create'>;
  readonly templates: Templates;
}

/** Nothing was sent, or others hold the claim and may die with it: the queue must deliver the event again. */
export class ReplyPutOff extends Error {
  override readonly name = 'ReplyPutOff';
}

interface Reply {
  readonly to: string;
  readonly from: Sender;
  readonly credentials: Credentials;
  readonly composed: Composed;
}

/**
 * Answers a tap once, by the campaign's sender, if the customer may be written to at this moment. The answer carries no
 * status callback: it is none of the campaign's messages, and counts as none.
 * @returns why nothing was sent, or undefined when it was
 * @throws ReplyPutOff when the event must come again
 */
export async function sendAutoReply(
  event: ButtonClicked,
  action: AutoReplyAction,
  ports: AutoReplyPorts,
): Promise<string | undefined> {
  const { autoReplies, clock, ids } = ports;
  const { tenant_id, data } = event;
  if (!data.campaign) return 'campaign_deleted';
  const of = { campaign_id: data.campaign.id, interaction_id: data.interaction.id };
  const reply = await prepare(event, of.campaign_id, action, ports);

  const holder = ids.next('chk');
  const now = clock.now();
  const claim = await autoReplies.claim(tenant_id, of, { holder, lease_until: now + LEASE }, now);
  if (claim === 'held') throw new ReplyPutOff('Others hold the claim to this reply.');
  if (claim !== 'ours') return claim === 'died' ? 'unknown' : 'answered_before';

  const settlement: Settlement =
    typeof reply === 'string'
      ? { status: 'skipped', status_reason: reply }
      : judge(await attempt(tenant_id, reply, ports));
  await autoReplies.settle(tenant_id, of, holder, settlement);
  if (settlement.status === 'retry') throw new ReplyPutOff('The provider took nothing; the reply may be tried again.');
  if (settlement.status === 'skipped') return settlement.status_reason;
  return settlement.status === 'accepted' ? undefined : settlement.status;
}

/** All that the reply needs, or the reason why this customer gets none, decided now. */
async function prepare(
  { tenant_id, data }: ButtonClicked,
  campaign_id: string,
  action: AutoReplyAction,
  { campaigns, clock, credentials, customers, senders }: AutoReplyPorts,
): Promise<Reply | string> {
  const [campaign, customer, vault] = await Promise.all([
    campaigns.get(tenant_id, campaign_id),
    customers.get(tenant_id, data.customer.id),
    credentials.get(tenant_id),
  ]);
  if (!campaign) return 'campaign_deleted';
  if (!customer) return 'customer_deleted';
  if (!vault) return 'credentials_missing';
  const sender = await senders.get(tenant_id, campaign.sender_id);
  if (!sender) return 'sender_missing';
  if (customer.consent.status === 'opted_out') return 'opted_out';
  if (!windowIsOpen(customer, data.interaction, clock.now())) return 'outside_window';
  const composed = composeReply(action, customer);
  if (!composed) return 'missing_variable';
  return { to: customer.phone_number, from: sender, credentials: vault, composed };
}

/** One request for the message, and before it one for its content if it needs some that the account has not yet. */
async function attempt(
  tenant: string,
  { composed, credentials, to, from }: Reply,
  ports: AutoReplyPorts,
): Promise<Outcome> {
  let payload: Payload;
  try {
    payload = 'template' in composed ? await contentOf(tenant, credentials, composed, ports) : composed;
  } catch (error) {
    if (error instanceof ProviderRefusal) return { kind: 'refused', code: error.code };
    // Whatever went wrong with the content, no message was asked for yet.
    ports.log('delivery.failed', { tenant_id: tenant, stack: frames(error) });
    return { kind: 'not_sent' };
  }
  const slot = await ports.senders.reserveReply(from, ports.clock.now());
  if ('ask_again_at' in slot) return { kind: 'not_sent' };
  await ports.clock.sleepUntil(slot.starts_at);
  const outcome = await ports.provider.send(credentials, { to, from: from.phone_number, payload });
  if (outcome.kind === 'refused' && errorClass(outcome.code) === 'throttled')
    await ports.senders.brake(tenant, from.id, ports.clock.now() + BRAKE);
  return outcome;
}

async function contentOf(
  tenant: string,
  credentials: Credentials,
  { template, content_variables }: Extract<Composed, { template: unknown }>,
  { templateProvider, templates }: AutoReplyPorts,
): Promise<Payload> {
  const account = { tenant, account_sid: credentials.account_sid };
  const content_sid =
    (await templates.find(account, template.name)) ??
    (await templates.note(account, template.name, (await templateProvider.create(credentials, template)).content_sid));
  return { content_sid, content_variables };
}

function judge(outcome: Outcome): Settlement {
  if (outcome.kind === 'accepted') return { status: 'accepted', provider_sid: outcome.provider_sid };
  if (outcome.kind === 'not_sent') return { status: 'retry' };
  const found = outcome.kind === 'refused' ? errorClass(outcome.code) : 'ambiguous';
  if (found === 'throttled') return { status: 'retry' };
  if (found === 'ambiguous' || outcome.kind === 'ambiguous')
    return { status: 'unknown', status_reason: 'The provider did not say whether it took the message.' };
  return { status: 'failed', error_code: String(outcome.code) };
}
