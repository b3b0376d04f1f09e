import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Messages } from '../message/message.store.ts';
import { timestamp } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { InboundMessage } from '../provider/provider.ts';
import { hasSid, recentlyReceived, type ReceivedCampaign } from './find-recent.ts';
import { MAX_LENGTH, truncate, type HandledInbound, type InboundKind } from './inbound.ts';
import type { Interactions } from './interaction.store.ts';
import type { Interaction } from './interaction.ts';
import { optOut } from './opt-out.ts';

/** How far the provider's clock, which tells when a late message was written, may be from ours, in milliseconds. */
const SKEW = 30_000;
/** How long after a tap the customer's next words count as its answer, in milliseconds. */
const ANSWERS_WITHIN = 3_600_000;

export interface WordsPorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly customers: Pick<Customers, 'change'>;
  readonly ids: Ids;
  readonly interactions: Pick<Interactions, 'newestOf' | 'answer'>;
  readonly messages: Pick<Messages, 'ofCustomer' | 'recordReply' | 'recordOptOut'>;
}

/** Words of a kind, and the message whose button said them, if one did. */
export interface Words {
  readonly kind: InboundKind;
  readonly received_at: string;
  readonly tapped?: ReceivedCampaign | undefined;
}

/** Handles words: an opt-out or opt-in, a call for help, or a reply to a recent campaign. */
export async function handleWords(
  customer: Customer,
  inbound: InboundMessage,
  { kind, received_at, tapped }: Words,
  ports: WordsPorts,
): Promise<HandledInbound> {
  const { tenant_id, id: customer_id } = customer;
  if (kind === 'help') return { kind };
  const answered = tapped ?? (await answeredBy(customer, inbound, received_at, ports));
  const campaign_id = answered?.campaign.id;
  const { content_key, arm: variant } = answered?.message ?? {};
  const statement = { source: 'whatsapp', text: truncate(inbound.text, MAX_LENGTH.consent) };
  const isLate = inbound.written_at !== undefined;

  if (kind === 'opt_out') {
    const recipient_id = answered?.message.customer_id;
    const about = { tenant_id, customer_id, campaign_id, content_key, variant, recipient_id };
    await optOut({ ...about, ...statement, at: received_at, isLate }, ports);
  } else if (kind === 'opt_in') {
    const wish = { status: 'opted_in' as const, author: 'person' as const, ...statement };
    const consent = { ...wish, ...(isLate && { at: received_at }) };
    await ports.customers.change(tenant_id, customer_id, {
      given: { consent },
      now: received_at,
      consent_id: ports.ids.next('con'),
    });
  } else if (answered) {
    await ports.messages.recordReply(tenant_id, answered.message, received_at);
    const tap = await tapAnswered(customer, answered, received_at, ports);
    if (tap) await ports.interactions.answer(tap, inbound.text);
    return {
      ...{ kind, campaign_id, interaction_id: tap?.id },
      ...(content_key !== undefined && { content_key }),
      ...(variant !== undefined && { variant }),
    };
  }
  return { kind, campaign_id };
}

/** What was replied to, else the newest campaign that the customer had been sent when they wrote. */
async function answeredBy(
  customer: Customer,
  { replied_to_sid, written_at }: InboundMessage,
  received_at: string,
  ports: WordsPorts,
): Promise<ReceivedCampaign | undefined> {
  const recent = await recentlyReceived(customer, received_at, ports);
  if (replied_to_sid) return recent.find(hasSid(replied_to_sid));
  return written_at === undefined
    ? recent[0]
    : recent.find(({ message }) => (message.accepted_at ?? '') <= timestamp(written_at + SKEW));
}

/** The tap that a message answers if it was written soon after it. */
async function tapAnswered(
  { tenant_id, id }: Customer,
  { campaign, message }: ReceivedCampaign,
  received_at: string,
  { interactions }: WordsPorts,
): Promise<Interaction | undefined> {
  if (!message.first_click_at) return undefined;
  const [newest] = await interactions.newestOf(tenant_id, id, 1);
  if (newest?.campaign_id !== campaign.id) return undefined;
  const age = Date.parse(received_at) - Date.parse(newest.clicked_at);
  return age >= 0 && age <= ANSWERS_WITHIN ? newest : undefined;
}
