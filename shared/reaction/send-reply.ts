import type { Campaigns } from '../campaign/campaign.store.ts';
import { needsTemplate } from '../content/content.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { ButtonClicked } from '../event/domain-event.ts';
import type { Clock } from '../platform/clock.ts';
import { traceOf, type Log } from '../platform/log.ts';
import { ProviderRefusal, type Credentials, type Outcome, type Providers } from '../provider/provider.ts';
import { BRAKE, type Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { Templates } from '../template/template.store.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { findStop, type StopPorts } from '../tenancy/sending-stop.ts';
import { windowIsOpen, type ComposedReply, type Settlement } from './auto-reply.ts';

/** In milliseconds: the requests for template and message may take ten seconds each, and waiting for a slot five. */
export const LEASE = 30_000;

export interface PreparePorts extends StopPorts {
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly clock: Clock;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly customers: Pick<Customers, 'get'>;
  readonly senders: Pick<Senders, 'get'>;
}

export interface AttemptPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly providers: Providers<'send'>;
  readonly senders: Pick<Senders, 'reserveReply' | 'brake'>;
  readonly templateProviders: Providers<'ensureTemplate'>;
  readonly templates: Templates;
}

/** Nothing was sent, or another worker holds the claim and may have died: the queue must deliver the event again. */
export class ReplyDeferred extends Error {
  override readonly name = 'ReplyDeferred';
}

/** Somebody who may be written to now, and from where. */
export interface Recipient {
  readonly customer: Customer;
  readonly to: string;
  readonly from: Sender;
  readonly credentials: Credentials;
}

/** Who tapped, if they may be written to now, or the reason why not. */
export async function prepareReply(
  { tenant_id, data }: ButtonClicked,
  campaign_id: string,
  ports: PreparePorts,
): Promise<Recipient | string> {
  const { campaigns, clock, credentials, customers, senders } = ports;
  const [stopped, campaign, customer, vault] = await Promise.all([
    findStop(tenant_id, ports),
    campaigns.get(tenant_id, campaign_id),
    customers.get(tenant_id, data.customer.id),
    credentials.get(tenant_id),
  ]);
  if (stopped) return 'sending_stopped';
  if (!campaign) return 'campaign_deleted';
  if (!customer) return 'customer_deleted';
  if (!vault) return 'credentials_missing';
  const sender = await senders.get(tenant_id, campaign.sender_id);
  if (!sender) return 'sender_missing';
  if (customer.consent.status === 'opted_out') return 'opted_out';
  if (customer.phone_number === null) return 'no_number';
  if (!windowIsOpen(customer, data.interaction, clock.now())) return 'outside_window';
  return { customer, to: customer.phone_number, from: sender, credentials: vault };
}

/** Sends the reply; before that, creates its template if it needs one that the account does not have. */
export async function attemptReply(
  tenant: string,
  { credentials, to, from }: Recipient,
  composed: ComposedReply,
  ports: AttemptPorts,
): Promise<Outcome> {
  const { clock, log, providers, senders } = ports;
  let template_id: string | undefined;
  try {
    template_id = await templateFor(tenant, from, credentials, composed, ports);
  } catch (error) {
    if (error instanceof ProviderRefusal) return { kind: 'refused', ...error.error };
    // Whatever went wrong with the template, no message has been sent yet.
    log('delivery.failed', { tenant_id: tenant, ...traceOf(error) });
    return { kind: 'not_sent' };
  }
  const slot = await senders.reserveReply(from, clock.now());
  if ('ask_again_at' in slot) return { kind: 'not_sent' };
  await clock.sleepUntil(slot.starts_at);
  const message = { ...composed, tokens: [], template_id };
  const outcome = await providers(from.provider).send(credentials, { to, from: from.phone_number, message });
  if (outcome.kind === 'refused' && outcome.class === 'throttled')
    await senders.brake(tenant, from.id, clock.now() + BRAKE);
  return outcome;
}

/** Whether a reply can be sent without another template being made of it. */
export async function hasTemplate(
  tenant: string,
  { credentials, from }: Pick<Recipient, 'credentials' | 'from'>,
  { content }: ComposedReply,
  {
    templateProviders,
    templates,
  }: Pick<AttemptPorts, 'templates'> & {
    readonly templateProviders: Providers<'knownTemplate'>;
  },
): Promise<boolean> {
  if (!needsTemplate(content)) return true;
  const registry = templates.ofTenant(tenant);
  return (await templateProviders(from.provider).knownTemplate(credentials, content, 'answer', registry)) !== undefined;
}

async function templateFor(
  tenant: string,
  { provider }: Sender,
  credentials: Credentials,
  { content }: ComposedReply,
  { templateProviders, templates }: Pick<AttemptPorts, 'templateProviders' | 'templates'>,
): Promise<string | undefined> {
  if (!needsTemplate(content)) return undefined;
  const registry = templates.ofTenant(tenant);
  return (await templateProviders(provider).ensureTemplate(credentials, content, 'answer', registry)).template_id;
}

export function settlementOf(outcome: Outcome): Settlement {
  if (outcome.kind === 'accepted') return { status: 'accepted', provider_sid: outcome.provider_sid };
  if (outcome.kind === 'not_sent') return { status: 'retry' };
  if (outcome.kind === 'ambiguous' || outcome.class === 'ambiguous')
    return { status: 'unknown', status_reason: 'The provider did not say whether it took the message.' };
  return outcome.class === 'throttled' ? { status: 'retry' } : { status: 'failed', error_code: outcome.code };
}
