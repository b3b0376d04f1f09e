import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Interactions } from '../interaction/interaction.store.ts';
import { notBefore, sidsOf, timeOfReport, type Message } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { ProviderMessage, Providers } from '../provider/provider.ts';
import { LEASE } from '../send/send-message.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import type { AutoReplies } from './auto-reply.store.ts';
import { LONG_AFTER } from './long-after.ts';

/** How far the provider's clock may be from ours, in milliseconds. */
const SKEW = 30_000;
/** How long after a tap its reply may still be sent, in milliseconds. */
const ANSWERING = 3_600_000;
/** How many of a customer's taps are checked for replies, which are in the provider's list as well: the newest of then. */
const TAPS = 25;
/** How many of a tenant's campaigns are checked, the newest of then: with the message's own, one batch read. */
const CAMPAIGNS = 99;

export interface LookPorts {
  readonly autoReplies: Pick<AutoReplies, 'get'>;
  readonly campaigns: Pick<Campaigns, 'get' | 'newestBefore'>;
  readonly clock: Clock;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly customers: Pick<Customers, 'get'>;
  readonly interactions: Pick<Interactions, 'newestOf'>;
  readonly messages: Pick<Messages, 'ofCustomer' | 'confirmAccepted' | 'applyStatus'>;
  readonly providers: Providers<'find'>;
  readonly senders: Pick<Senders, 'get'>;
}

/**
 * Looks for an unknown message in the provider's list, and sends nothing. One that is there is accepted, and then whatever the
 * list says became of it; what was refused long ago is not made to wait again.
 * @param message as it was read
 * @returns whether it was found
 */
export async function lookForMessage(tenant: string, message: Message, ports: LookPorts): Promise<boolean> {
  const { clock, messages } = ports;
  const found = await findAtProvider(tenant, message, ports);
  if (!found) return false;
  const { provider_sid, report, created_at } = found;
  const now = clock.now();
  const at = timeOfReport(message, report, now);
  const isFinal = now - (message.sending_since ?? 0) > LONG_AFTER;
  const accepted_at = isFinal ? notBefore(message, timestamp(created_at)) : at;
  const { attempts } = message;
  const isOurs = await messages.confirmAccepted(tenant, message, { attempts, provider_sid }, accepted_at);
  // Later status callbacks may have been lost, too. Of an attempt that somebody began meanwhile this says nothing.
  if (report && isOurs) await messages.applyStatus(tenant, message, report, at, { isFinal });
  return true;
}

/**
 * The provider keeps no reference of ours, so a message is identified by its numbers and time, and by elimination: in the
 * provider's list there must be as many unmatched messages as we have messages (and replies) without a sid.
 */
async function findAtProvider(
  tenant: string,
  message: Message,
  ports: LookPorts,
): Promise<ProviderMessage | undefined> {
  const { campaigns, credentials, customers, providers, senders } = ports;
  const [campaign, customer, vault] = await Promise.all([
    campaigns.get(tenant, message.campaign_id),
    customers.get(tenant, message.customer_id),
    credentials.get(tenant),
  ]);
  const sender = campaign && (await senders.get(tenant, campaign.sender_id));
  if (!customer?.phone_number || !sender || !vault) return undefined;
  const since = (message.sending_since ?? 0) - SKEW;
  const until = (message.sending_since ?? 0) + LEASE + SKEW;
  const between = { to: customer.phone_number, from: sender.phone_number, since };
  const found = (await providers(sender.provider).find(vault, between)) ?? [];
  const { matched, waiting } = await otherMessages(tenant, message, sender.id, ports);
  const unmatched = found
    .filter(({ provider_sid, created_at }) => created_at >= since && created_at <= until && !matched.has(provider_sid))
    .sort((a, b) => a.created_at - b.created_at || (a.provider_sid < b.provider_sid ? -1 : 1));
  if (unmatched.length !== waiting.length + 1) return undefined;
  const earlier = waiting.filter((rival) => comesBefore(rival, message)).length;
  return unmatched[earlier];
}

type Rival = Pick<Message, 'id' | 'sending_since'>;

/** What else this customer was sent: sids that are matched already, and messages without an outcome. */
async function otherMessages(
  tenant: string,
  message: Message,
  sender_id: string,
  { autoReplies, campaigns, interactions, messages }: LookPorts,
): Promise<{ matched: ReadonlySet<string | undefined>; waiting: Rival[] }> {
  const since = message.sending_since ?? 0;
  // Of when it was sent: somebody may ask weeks later.
  const recent = await campaigns.newestBefore(tenant, timestamp(since + LEASE + 2 * SKEW), CAMPAIGNS);
  const senderOf = new Map(recent.map((campaign) => [campaign.id, campaign.sender_id]));
  const ids = new Set([message.campaign_id, ...senderOf.keys()]);
  const [sent, taps] = await Promise.all([
    messages.ofCustomer(tenant, [...ids], message.customer_id),
    interactions.newestOf(tenant, message.customer_id, TAPS, timestamp(since + ANSWERING)),
  ]);
  const answers = await Promise.all(
    taps.map(async ({ id, campaign_id, clicked_at }) => {
      const answer = await autoReplies.get(tenant, { campaign_id, interaction_id: id });
      return answer && { ...answer, id, sending_since: Date.parse(clicked_at) };
    }),
  );
  const isOpen = ({ status }: { status: string }) => status === 'sending' || status === 'unknown';
  const isNear = (rival: Rival, span: number) => Math.abs((rival.sending_since ?? 0) - since) < span;
  const waitingMessages = sent.filter(
    (rival) =>
      rival.id !== message.id &&
      isOpen(rival) &&
      isNear(rival, LEASE + 2 * SKEW) &&
      senderOf.get(rival.campaign_id) === sender_id,
  );
  const waitingAnswers = answers.flatMap((answer) =>
    answer && isOpen(answer) && isNear(answer, ANSWERING) ? [answer] : [],
  );
  return {
    matched: new Set([...sent.flatMap(sidsOf), ...answers.map((answer) => answer?.provider_sid)]),
    waiting: [...waitingMessages, ...waitingAnswers],
  };
}

function comesBefore(a: Rival, b: Rival): boolean {
  const [first = 0, second = 0] = [a.sending_since, b.sending_since];
  return first === second ? a.id < b.id : first < second;
}
