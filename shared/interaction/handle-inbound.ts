import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import { draftCustomer } from '../customer/draft-customer.ts';
import type { Messages } from '../message/message.store.ts';
import { readButtonToken } from '../message/message-token.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { InboundMessage } from '../provider/provider.ts';
import { receivedBy, recentCampaigns, RECENT, type ReceivedCampaign } from './find-recent.ts';
import { kindOf, type Inbound } from './inbound.ts';
import type { Inbounds } from './inbound.store.ts';
import type { Interactions } from './interaction.store.ts';
import type { Interaction } from './interaction.ts';
import { optOut } from './opt-out.ts';
import { recordTap, wasSent, type TapPorts } from './record-tap.ts';

/** How long after a tap the customer's next words are its answer, in milliseconds. */
const ANSWERS_WITHIN = 3_600_000;
/** In characters: of a message as WhatsApp takes it, of the ledger's text, of a name, of a link to what came with it. */
const MAX_LENGTH = { text: 4096, consent: 1000, name: 200, url: 2000 };

export interface InboundPorts extends TapPorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'page'>;
  readonly customers: Pick<Customers, 'byPhone' | 'upsert' | 'noteInbound' | 'change'>;
  readonly inbounds: Pick<Inbounds, 'has' | 'add'>;
  readonly interactions: Pick<Interactions, 'record' | 'byTap' | 'newestOf' | 'answer'>;
  readonly messages: Pick<Messages, 'get' | 'ofCustomer' | 'tapWrite' | 'recordReply' | 'recordOptOut'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What was made of a message: what it is, and which campaign and tap it answers. */
type Handled = Pick<Inbound, 'kind' | 'campaign_id' | 'interaction_id'>;

/**
 * Takes in a message that a customer wrote. All it changes can be changed twice without a difference, and the message is
 * entered last: one that was interrupted is taken up again, one that was entered is not.
 */
export async function handleInbound(tenant_id: string, received: InboundMessage, ports: InboundPorts): Promise<void> {
  const { clock, customers, inbounds, log } = ports;
  const inbound = { ...received, text: truncate(received.text, MAX_LENGTH.text) };
  const received_at = timestamp(clock.now());
  const customer = await customerOf(tenant_id, inbound, received_at, ports);
  if (await inbounds.has(tenant_id, customer.id, inbound.sid)) return;

  await customers.noteInbound(tenant_id, customer.id, received_at);
  const handled =
    inbound.button_payload === undefined
      ? await handleWords(customer, inbound, received_at, ports)
      : await handleTap(customer, inbound, received_at, ports);
  await inbounds.add({
    tenant_id,
    customer_id: customer.id,
    sid: inbound.sid,
    text: inbound.text,
    media_urls: inbound.media_urls.filter((url) => url.length <= MAX_LENGTH.url),
    received_at,
    ...handled,
  });
  log('inbound.received', {
    tenant_id,
    customer_id: customer.id,
    campaign_id: handled.campaign_id,
    code: handled.kind,
  });
}

async function customerOf(tenant_id: string, inbound: InboundMessage, now: string, { customers, ids }: InboundPorts) {
  const known = await customers.byPhone(tenant_id, inbound.from);
  if (known) return known;
  const given = {
    phone_number: inbound.from,
    name: truncate(inbound.profile_name?.trim() ?? '', MAX_LENGTH.name) || null,
  };
  const draft = draftCustomer(given, { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now });
  return (await customers.upsert(draft)).customer;
}

/**
 * A tap of a reply button. Its payload is our token; a template whose ids are fixed is known by the message that was
 * replied to. Where neither leads to a button that this customer was sent, it is an answer that belongs to no campaign.
 */
async function handleTap(
  customer: Customer,
  inbound: InboundMessage,
  received_at: string,
  ports: InboundPorts,
): Promise<Handled> {
  const found =
    (await byToken(customer, inbound, ports)) ?? (await byRepliedMessage(customer, inbound, received_at, ports));
  if (!found) return { kind: 'reply' };
  const { campaign, message, button } = found;
  const tap = { button, source: 'inbound' as const, key: `inbound#${inbound.sid}`, clicked_at: received_at };
  const { interaction } = await recordTap({ campaign, customer, message }, tap, ports);
  return { kind: 'tap', campaign_id: campaign.id, interaction_id: interaction.id };
}

type Found = ReceivedCampaign & { readonly button: Campaign['buttons'][number] };

async function byToken(
  { tenant_id, id }: Customer,
  { button_payload = '' }: InboundMessage,
  { campaigns, messages }: InboundPorts,
): Promise<Found | undefined> {
  const token = readButtonToken(button_payload);
  if (token?.customer_id !== id) return undefined;
  const [campaign, message] = await Promise.all([
    campaigns.get(tenant_id, token.campaign_id),
    messages.get(tenant_id, token),
  ]);
  const button = campaign?.buttons[token.place];
  return campaign && message && wasSent(message) && button?.type === 'reply'
    ? { campaign, message, button }
    : undefined;
}

async function byRepliedMessage(
  customer: Customer,
  { button_payload, button_text, replied_to_sid }: InboundMessage,
  received_at: string,
  ports: InboundPorts,
): Promise<Found | undefined> {
  if (!replied_to_sid) return undefined;
  const replied = (await received(customer, received_at, ports)).find(isMessage(replied_to_sid));
  const button = replied?.campaign.buttons.find(
    ({ id, title, type }) => type === 'reply' && (id === button_payload || title === button_text),
  );
  return replied && button && { ...replied, button };
}

async function handleWords(
  customer: Customer,
  inbound: InboundMessage,
  received_at: string,
  ports: InboundPorts,
): Promise<Handled> {
  const { tenant_id, id: customer_id } = customer;
  const kind = kindOf(inbound.text, inbound.keyword);
  if (kind === 'help') return { kind };
  const recent = await received(customer, received_at, ports);
  const answered = recent.find(isMessage(inbound.replied_to_sid)) ?? (inbound.replied_to_sid ? undefined : recent[0]);
  const campaign_id = answered?.campaign.id;
  const statement = { source: 'whatsapp', text: truncate(inbound.text, MAX_LENGTH.consent) };

  if (kind === 'opt_out') {
    await optOut({ tenant_id, customer_id, campaign_id, ...statement, at: received_at }, ports);
  } else if (kind === 'opt_in') {
    const consent = { status: 'opted_in' as const, ...statement };
    await ports.customers.change(tenant_id, customer_id, {
      given: { consent },
      now: received_at,
      consent_id: ports.ids.next('con'),
    });
  } else if (answered) {
    await ports.messages.recordReply(tenant_id, answered.message, received_at);
    const tap = await tapAnswered(customer, answered, received_at, ports);
    if (tap) await ports.interactions.answer(tap, inbound.text);
    return { kind, campaign_id, interaction_id: tap?.id };
  }
  return { kind, campaign_id };
}

/** The tap that words written a little later answer. */
async function tapAnswered(
  { tenant_id, id }: Customer,
  { campaign, message }: ReceivedCampaign,
  received_at: string,
  { interactions }: InboundPorts,
): Promise<Interaction | undefined> {
  if (!message.first_click_at) return undefined;
  const [newest] = await interactions.newestOf(tenant_id, id, 1);
  if (newest?.campaign_id !== campaign.id) return undefined;
  const age = Date.parse(received_at) - Date.parse(newest.clicked_at);
  return age >= 0 && age <= ANSWERS_WITHIN ? newest : undefined;
}

async function received(
  { tenant_id, id }: Customer,
  received_at: string,
  { campaigns, messages }: InboundPorts,
): Promise<ReceivedCampaign[]> {
  const recent = await recentCampaigns(tenant_id, Date.parse(received_at) - RECENT, campaigns);
  return receivedBy(tenant_id, id, recent, messages);
}

function isMessage(sid: string | undefined) {
  return ({ message }: ReceivedCampaign) => sid !== undefined && message.provider_sid === sid;
}

/** The first characters of a text, none of them cut in half, which no store takes. */
function truncate(text: string, longest: number): string {
  const cut = text.slice(0, longest);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
