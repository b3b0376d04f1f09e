import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { notFound } from '../platform/errors.ts';
import type { Payload, Provider, Providers } from '../provider/provider.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import type { Message } from './message.ts';
import { renderMessage } from './render-message.ts';

export interface ShowPorts {
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly payloads: Providers<'payload'>;
  readonly senders: Pick<Senders, 'get'>;
  readonly tenants: Pick<Tenants, 'linkSecret'>;
}

/** A campaign, and how its messages are shown, each with its payload. @throws HeraldError 404 without the campaign */
export async function messagesShown(
  tenant_id: string,
  campaign_id: string,
  { campaigns, payloads, senders, tenants }: ShowPorts,
): Promise<{ campaign: Campaign; show: (message: Message) => ReturnType<typeof showMessage> }> {
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (!campaign) throw notFound('campaign');
  const [secret, sender] = await Promise.all([
    tenants.linkSecret(tenant_id),
    senders.get(tenant_id, campaign.sender_id),
  ]);
  const provider = payloads(sender?.provider);
  return { campaign, show: (message) => showMessage(campaign, message, secret, provider) };
}

/** A message with its payload, rendered again from the frozen content and the stored values: exactly what was sent. */
export function showMessage(
  campaign: Campaign,
  message: Message,
  linkSecret: string | undefined,
  { payload }: Pick<Provider, 'payload'>,
): Message & { variant: string | undefined; payload: ReturnType<typeof payloadWire> | null } {
  const shown = { ...message, variant: message.arm };
  const tried = linkSecret && message.attempts > 0 && message.status !== 'skipped';
  if (!tried) return { ...shown, payload: null };
  return { ...shown, payload: payloadWire(payload(renderMessage(campaign, message, message.variables, linkSecret))) };
}

/** Callers know these fields by the first provider's names. */
function payloadWire(payload: Payload) {
  if (!('template_id' in payload)) return payload;
  return { content_sid: payload.template_id, content_variables: payload.variables };
}
