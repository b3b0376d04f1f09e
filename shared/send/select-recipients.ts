import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import { experimentFields } from '../message/experiment-fields.ts';
import { maySend, type Slot } from '../message/may-send.ts';
import type { Messages } from '../message/message.store.ts';
import type { SkipReason } from '../message/message.ts';
import { personalise } from '../message/personalise.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Chunk } from '../run/chunk.ts';
import { deferred, type Deferred } from '../run/park-deferred.ts';
import { untilDecided } from '../run/until-decided.ts';
import type { DailyCounts } from '../sender/daily-count.store.ts';
import { hourOf } from '../sender/daily-limit.ts';
import type { Sender } from '../sender/sender.ts';
import type { SendingHours } from '../tenancy/sending-hours.ts';
import { isLeased, skipRecipient } from './carry-out.ts';
import { parkRecipients, type ParkPorts } from './park-chunk.ts';

export interface SelectPorts extends ParkPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly messages: Pick<Messages, 'settledAmong' | 'skip'>;
}

export interface Selection {
  /** Customers who may be sent to in the slot, in the chunk's order. */
  readonly recipients: readonly Customer[];
  /** Whether another worker leases the message of a recipient who must be skipped. */
  readonly isLeased: boolean;
}

/** Checks for each recipient whether they may be sent to now; skips those who may not and parks those who must wait. */
export async function selectRecipients(
  chunk: Chunk,
  customers: readonly Customer[],
  context: {
    readonly campaign: Campaign;
    readonly sender: Sender;
    readonly hours: SendingHours | undefined;
    readonly slot: Slot;
  },
  ports: SelectPorts,
): Promise<Selection> {
  const { campaign, sender, hours, slot } = context;
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  const recipients: Customer[] = [];
  const skips: { recipient: Parameters<typeof skipRecipient>[1]; reason: SkipReason }[] = [];
  const closed: Deferred[] = [];
  const undecided: { readonly customer: Customer }[] = [];
  for (const id of chunk.recipients) {
    const customer = byId.get(id);
    const answer = maySend(campaign, customer, hours, slot);
    if (answer.kind === 'never') {
      const own = customer && personalise(campaign, customer);
      const fields = experimentFields(campaign, id, own, chunk.planned_at);
      skips.push({ recipient: { customer_id: id, content_key: own?.content_key, ...fields }, reason: answer.reason });
    } else if (answer.kind === 'undecided') {
      if (customer) undecided.push({ customer });
    } else if (answer.kind === 'later')
      closed.push({ ...deferred(campaign, id, answer.until), zone: customer?.timezone ?? 'UTC' });
    else if (customer) recipients.push(customer);
  }
  const skipped = await Promise.all(
    skips.map(({ recipient, reason }) => skipRecipient(chunk, recipient, reason, ports)),
  );
  await parkRecipients(chunk, closed, 'sending_hours', sender, ports);
  await parkRecipients(chunk, untilDecided(campaign, undecided), 'experiment', sender, ports);
  return { recipients, isLeased: skipped.some(isLeased) };
}

/**
 * Parks the recipients beyond the daily limit. The chunk's share was reserved with its slot; messages that are sent in a
 * later hour than planned, or to more recipients, need another share.
 */
export async function withinDailyLimit(
  chunk: Chunk,
  recipients: readonly Customer[],
  { slot, sender }: { readonly slot: Slot; readonly sender: Sender },
  ports: ParkPorts & { readonly clock: Clock; readonly dailyCounts: Pick<DailyCounts, 'reserve'> },
): Promise<readonly Customer[]> {
  const reserved = (chunk.counted ?? 0) >= hourOf(slot.end) ? Math.min(chunk.messages, recipients.length) : 0;
  const now = ports.clock.now();
  const share = await ports.dailyCounts.reserve(sender, recipients.length - reserved, now, slot.end);
  const [granted, until] = 'granted' in share ? [share.granted, now] : [0, share.ask_again_at];
  const beyond = recipients.slice(reserved + granted).map(({ id }) => ({ id, until }));
  await parkRecipients(chunk, beyond, 'daily_limit', sender, ports);
  return recipients.slice(0, reserved + granted);
}
