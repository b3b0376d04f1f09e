import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import type { Slot } from '../message/may-send.ts';
import type { Clock } from '../platform/clock.ts';
import type { Chunk } from '../run/chunk.ts';
import { beyond, expectedCosts } from '../run/expected-costs.ts';
import type { Sender } from '../sender/sender.ts';
import { dayOf, nextDay } from '../tenancy/spend-cap.ts';
import type { Spends } from '../tenancy/spend.store.ts';
import type { Spending } from '../tenancy/spending.ts';
import { parkRecipients, type ParkPorts } from './park-chunk.ts';

/** How much later than its slot (milliseconds) a message may still be sent: it must count in the day in which it is. */
const SLACK = 60_000;

export interface SpendPorts extends ParkPorts {
  readonly clock: Clock;
  readonly spends: Pick<Spends, 'reserve'>;
}

/**
 * Parks the recipients for whom there is no money today. The chunk's money was counted with its slot; messages that are sent on a
 * later day than planned, or to more recipients, need other money. In the last minute of a day nobody is sent to.
 */
export async function withinSpendCap(
  chunk: Chunk,
  recipients: readonly Customer[],
  context: {
    readonly campaign: Campaign;
    readonly sender: Sender;
    readonly slot: Slot;
    readonly spending: Spending | undefined;
  },
  ports: SpendPorts,
): Promise<readonly Customer[]> {
  const { campaign, sender, slot, spending } = context;
  if (!spending || recipients.length === 0) return recipients;
  const park = (from: number, until: number) => {
    const deferred = recipients.slice(from).map(({ id }) => ({ id, until }));
    return parkRecipients(chunk, deferred, 'spend_cap', sender, ports);
  };
  const { time_zone } = spending;
  const day = dayOf(time_zone, slot.begin);
  if (dayOf(time_zone, slot.end + SLACK) !== day) {
    await park(0, nextDay(time_zone, slot.begin));
    return [];
  }
  const covered = chunk.spend?.day === day ? chunk.spend.amount : 0;
  const lacking = beyond(covered, recipients.map(expectedCosts(campaign, spending)));
  const share = await ports.spends.reserve(spending, lacking, slot.begin);
  if ('ask_again_at' in share) {
    await park(0, share.ask_again_at);
    return [];
  }
  await park(share.granted, nextDay(time_zone, slot.begin));
  return recipients.slice(0, share.granted);
}
