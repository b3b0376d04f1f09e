import type { Campaign } from '../campaign/campaign.ts';
import { buttonsOf, contentOfKey } from '../campaign/contents.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { idsOf, type Customer } from '../customer/customer.ts';
import type { Messages } from '../message/message.store.ts';
import { readButtonToken } from '../message/message-token.ts';
import type { InboundMessage } from '../provider/provider.ts';
import { hasSid, recentlyReceived, type ReceivedCampaign } from './find-recent.ts';
import type { HandledInbound } from './inbound.ts';
import { recordTap, wasSent, type TapPorts } from './record-tap.ts';

export interface TapMessagePorts extends TapPorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'page'>;
  readonly messages: Pick<Messages, 'get' | 'ofCustomer' | 'tapWrite'>;
}

/**
 * Finds the reply button that was tapped. Its payload is the button's token; a template with fixed button ids is found by the
 * message that was replied to.
 * @returns undefined when neither leads to a button that this customer was sent
 */
export async function findTap(
  customer: Customer,
  inbound: InboundMessage,
  received_at: string,
  ports: TapMessagePorts,
): Promise<TappedButton | undefined> {
  return (await byToken(customer, inbound, ports)) ?? (await byRepliedMessage(customer, inbound, received_at, ports));
}

/** Records a tap that was found. */
export async function recordFoundTap(
  customer: Customer,
  inbound: InboundMessage,
  { campaign, message, button }: TappedButton,
  received_at: string,
  ports: TapMessagePorts,
): Promise<HandledInbound> {
  const tap = { button, source: 'inbound' as const, key: `inbound#${inbound.sid}`, clicked_at: received_at };
  const { interaction } = await recordTap({ campaign, customer, message }, tap, ports);
  return { kind: 'tap', campaign_id: campaign.id, interaction_id: interaction.id };
}

export type TappedButton = ReceivedCampaign & { readonly button: Campaign['buttons'][number] };

async function byToken(
  customer: Customer,
  { button_payload = '' }: InboundMessage,
  { campaigns, messages }: TapMessagePorts,
): Promise<TappedButton | undefined> {
  const token = readButtonToken(button_payload);
  if (!token || !idsOf(customer).includes(token.customer_id)) return undefined;
  const { tenant_id } = customer;
  const [campaign, message] = await Promise.all([
    campaigns.get(tenant_id, token.campaign_id),
    messages.get(tenant_id, token),
  ]);
  const button = campaign && buttonsOf(campaign)[token.place]?.button;
  return campaign && message && wasSent(message) && button?.type === 'reply'
    ? { campaign, message, button }
    : undefined;
}

async function byRepliedMessage(
  customer: Customer,
  { button_payload, button_text, replied_to_sid }: InboundMessage,
  received_at: string,
  ports: TapMessagePorts,
): Promise<TappedButton | undefined> {
  if (!replied_to_sid) return undefined;
  const replied = (await recentlyReceived(customer, received_at, ports)).find(hasSid(replied_to_sid));
  if (!replied) return undefined;
  const button = contentOfKey(replied.campaign, replied.message.content_key).content.buttons.find(
    ({ id, title, type }) => type === 'reply' && (id === button_payload || title === button_text),
  );
  return button && { ...replied, button };
}
