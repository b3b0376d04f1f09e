import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { notFound } from '../platform/errors.ts';
import type { Payload, Provider, Providers } from '../provider/provider.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import type { Message } from './message.ts';
import { renderMessage } from './render-message.ts';

export interface ViewPorts {
  readonly payloads: Providers<'payload'>;
  readonly senders: Pick<Senders, 'get'>;
  readonly tenants: Pick<Tenants, 'linkSecret'>;
}

export interface ShowPorts extends ViewPorts {
  readonly campaigns: Pick<Campaigns, 'get'>;
}

/** How messages of a tenant's campaigns are shown, each with its payload. Senders are read once each. */
export function messageView(tenant_id: string, { payloads, senders, tenants }: ViewPorts) {
  const secret = tenants.linkSecret(tenant_id);
  const providers = new Map<string, Promise<Pick<Provider, 'payload'>>>();
  const read = async (sender_id: string) => payloads((await senders.get(tenant_id, sender_id))?.provider);

  return async (campaign: Campaign) => {
    const provider = providers.get(campaign.sender_id) ?? read(campaign.sender_id);
    providers.set(campaign.sender_id, provider);
    const [linkSecret, known] = await Promise.all([secret, provider]);
    return (message: Message) => showMessage(campaign, message, linkSecret, known);
  };
}

/** A campaign, and how its messages are shown, each with its payload. @throws HeraldError 404 without the campaign */
export async function messagesShown(
  tenant_id: string,
  campaign_id: string,
  { campaigns, ...ports }: ShowPorts,
): Promise<{ campaign: Campaign; show: (message: Message) => ReturnType<typeof showMessage> }> {
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (!campaign) throw notFound('campaign');
  return { campaign, show: await messageView(tenant_id, ports)(campaign) };
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
