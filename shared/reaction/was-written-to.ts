import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Interactions } from '../interaction/interaction.store.ts';
import type { Message } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import type { AutoReplies } from './auto-reply.store.ts';

/** How near two messages to a person are, in milliseconds. WhatsApp wants some six seconds; a request may take a few more. */
const NEAR = 10_000;
/** How long before its answer somebody may have tapped, in milliseconds. */
const ANSWERING = 60_000;
/** Whose message it may have been: so many of the campaigns that send now, and of the newest, which may have just ended. */
const SENDING = 75;
const NEWEST = 25;
const TAPS = 5;

export interface WrittenPorts {
  readonly autoReplies: Pick<AutoReplies, 'get'>;
  readonly campaigns: Pick<Campaigns, 'get' | 'page'>;
  readonly interactions: Pick<Interactions, 'newestOf'>;
  readonly messages: Pick<Messages, 'ofCustomer'>;
}

/**
 * Whether the person of a message was sent something else from its sender at about the same time, by another campaign or
 * in answer to a tap. It reads no more than the campaigns' messages to this one person.
 */
export async function wasWrittenTo(message: Message, campaign: Campaign, ports: WrittenPorts): Promise<boolean> {
  const found = await Promise.all([hasOtherMessage(message, campaign, ports), wasAnswered(message, campaign, ports)]);
  return found.includes(true);
}

async function hasOtherMessage(
  { customer_id, sending_since = 0 }: Message,
  { tenant_id, id, sender_id }: Campaign,
  { campaigns, messages }: WrittenPorts,
): Promise<boolean> {
  const pages = await Promise.all([
    campaigns.page(tenant_id, 'sending', { limit: SENDING }),
    campaigns.page(tenant_id, undefined, { limit: NEWEST }),
  ]);
  const others = pages
    .flatMap(({ items }) => items)
    .filter((other) => other.sender_id === sender_id && other.id !== id && other.started_at !== undefined);
  const ids = [...new Set(others.map((other) => other.id))];
  const found = await messages.ofCustomer(tenant_id, ids, customer_id);
  return found.some((other) => mayBeOut(other) && Math.abs((other.sending_since ?? 0) - sending_since) <= NEAR);
}

/** An answer's row does not say when it was sent: that was after the tap. */
async function wasAnswered(
  { customer_id, sending_since = 0 }: Message,
  { tenant_id, sender_id }: Campaign,
  { autoReplies, campaigns, interactions }: WrittenPorts,
): Promise<boolean> {
  const taps = await interactions.newestOf(tenant_id, customer_id, TAPS);
  const near = taps.filter(({ clicked_at }) => {
    const before = sending_since - Date.parse(clicked_at);
    return before >= -NEAR && before <= ANSWERING;
  });
  const answered = near.map(async ({ campaign_id, id }) => {
    const [answer, tapped] = await Promise.all([
      autoReplies.get(tenant_id, { campaign_id, interaction_id: id }),
      campaigns.get(tenant_id, campaign_id),
    ]);
    return answer !== undefined && mayBeOut(answer) && tapped?.sender_id === sender_id;
  });
  return (await Promise.all(answered)).includes(true);
}

const OUT = ['sending', 'unknown', 'accepted', 'sent', 'delivered', 'read'];

/** Whether it went out, as far as Herald knows, or may have. */
function mayBeOut({ status }: { readonly status: string }): boolean {
  return OUT.includes(status);
}
