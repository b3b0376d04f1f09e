import * as z from 'zod';

import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Interactions } from '../interaction/interaction.store.ts';
import { sidsOf, timeOfReport, type Message } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import type { ProviderMessage, Providers } from '../provider/provider.ts';
import { LEASE } from '../send/send-message.ts';
import type { Clock } from '../platform/clock.ts';
import type { DelayQueue } from '../platform/delay-queue.ts';
import type { Log } from '../platform/log.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { AutoReplies } from './auto-reply.store.ts';
import { messageUnknown } from '../event/domain-event.ts';

/** An unknown message to look for at the provider; `looks` says how often that was done. */
export const reconcileJob = messageUnknown.extend({ looks: z.number().int().default(0) });
export type ReconcileJob = z.infer<typeof reconcileJob>;

/** How far the provider's clock may be from ours, in milliseconds. */
const SKEW = 30_000;
/** How long after a tap its reply may still be sent, in milliseconds. */
const ANSWERING = 3_600_000;
/** How many of a customer's newest taps are checked for replies, which are in the provider's list as well. */
const TAPS = 25;
/** How many of a tenant's newest campaigns are checked: with the message's own, one batch read. */
const CAMPAIGNS = 99;

export interface ReconcilePorts {
  readonly autoReplies: Pick<AutoReplies, 'get'>;
  readonly campaigns: Pick<Campaigns, 'get' | 'page'>;
  readonly clock: Clock;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly customers: Pick<Customers, 'get'>;
  readonly interactions: Pick<Interactions, 'newestOf'>;
  readonly log: Log;
  readonly messages: Pick<Messages, 'get' | 'ofCustomer' | 'confirmAccepted' | 'applyStatus'>;
  readonly providers: Providers<'find'>;
  /** When to look, in seconds after the attempt. */
  readonly reconcileAfter: readonly number[];
  readonly reconciles: DelayQueue<ReconcileJob>;
  readonly senders: Pick<Senders, 'get'>;
}

/**
 * Looks for an unknown message in the provider's list, a few times, later each time. It ends when the message is found,
 * when a status callback has settled it, or when it was replayed. If no look finds it, it stays unknown, and is sent again
 * only when a person replays it.
 */
export async function reconcileMessage(job: ReconcileJob, ports: ReconcilePorts): Promise<void> {
  const { clock, log, messages, reconcileAfter, reconciles } = ports;
  const { tenant_id, data, looks } = job;
  const due = (look: number) => Date.parse(job.timestamp) + (reconcileAfter[look] ?? 0) * 1_000;
  const now = clock.now();
  if (due(looks) > now) return reconciles.add(job, due(looks), now);

  const reference = { campaign_id: data.campaign?.id ?? '', customer_id: data.customer.id };
  const message = await messages.get(tenant_id, reference);
  if (message?.status !== 'unknown' || message.attempts !== data.attempts) return;
  const found = await findAtProvider(tenant_id, message, ports);
  const fields = { tenant_id, ...reference, count: looks + 1 };
  if (found) {
    const { provider_sid, report } = found;
    const at = timeOfReport(message, report, clock.now());
    await messages.confirmAccepted(tenant_id, reference, { attempts: data.attempts, provider_sid }, at);
    // Later status callbacks may have been lost, too.
    if (report) await messages.applyStatus(tenant_id, reference, report, at);
    log('message.reconciled', fields);
  } else if (looks + 1 < reconcileAfter.length) {
    await reconciles.add({ ...job, looks: looks + 1 }, due(looks + 1), now);
  } else log('message.unknown', fields);
}

/**
 * The provider keeps no reference of ours, so a message is identified by its numbers and time, and by elimination: in the
 * provider's list there must be as many unmatched messages as we have messages (and replies) without a sid.
 */
async function findAtProvider(
  tenant: string,
  message: Message,
  ports: ReconcilePorts,
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
  { autoReplies, campaigns, interactions, messages }: ReconcilePorts,
): Promise<{ matched: ReadonlySet<string | undefined>; waiting: Rival[] }> {
  const { items: recent } = await campaigns.page(tenant, undefined, { limit: CAMPAIGNS });
  const senderOf = new Map(recent.map((campaign) => [campaign.id, campaign.sender_id]));
  const ids = new Set([message.campaign_id, ...senderOf.keys()]);
  const [sent, taps] = await Promise.all([
    messages.ofCustomer(tenant, [...ids], message.customer_id),
    interactions.newestOf(tenant, message.customer_id, TAPS),
  ]);
  const answers = await Promise.all(
    taps.map(async ({ id, campaign_id, clicked_at }) => {
      const answer = await autoReplies.get(tenant, { campaign_id, interaction_id: id });
      return answer && { ...answer, id, sending_since: Date.parse(clicked_at) };
    }),
  );
  const since = message.sending_since ?? 0;
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
