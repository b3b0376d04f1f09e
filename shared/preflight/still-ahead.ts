import { NO_FACTS } from '../campaign/audience.ts';
import { askedBy, needsFacts } from '../campaign/asked.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import { isRecipient } from '../run/is-recipient.ts';
import type { LaneState } from '../run/lane.store.ts';

/** A campaign that is being sent, and how far its planning has come in each lane. */
export interface Underway {
  readonly campaign: Campaign;
  readonly states: ReadonlyMap<number, Pick<LaneState, 'cursor' | 'planned' | 'exhausted_at'>>;
}

/** Counts of customers, by campaign and how it stands with them: `cmp_… read`, `cmp_… unread`, `cmp_… fits`. */
type Ahead = Map<string, number>;

/** What counts the customers of a lane, one at a time, for a campaign underway: lanes are read in the order of ids. */
export function aheadInLane(ahead: Ahead, { campaign, states }: Underway, lane: number): (customer: Customer) => void {
  const { cursor = '', exhausted_at } = states.get(lane) ?? {};
  const isTold = isToldByRows(campaign);
  const count = (stands: string) => {
    const key = `${campaign.id} ${stands}`;
    ahead.set(key, (ahead.get(key) ?? 0) + 1);
  };
  return (customer) => {
    const isRead = exhausted_at !== undefined || customer.id <= cursor;
    count(isRead ? 'read' : 'unread');
    if (isRead || !isTold) return;
    if (customer.consent.status === 'opted_in' && isRecipient(campaign, customer, NO_FACTS)) count('fits');
  };
}

/**
 * About how many people a campaign underway has still to plan: those whose own row says that they fit; or, where it takes more to
 * know, as large a share of the others as of those whom it has read.
 */
export function stillToPlan({ campaign, states }: Underway, ahead: ReadonlyMap<string, number>): number {
  const [read = 0, unread = 0, fits = 0] = ['read', 'unread', 'fits'].map((stands) =>
    ahead.get(`${campaign.id} ${stands}`),
  );
  if (isToldByRows(campaign)) return fits;
  return read === 0 ? 0 : Math.round((plannedIn(states) * unread) / read);
}

export function plannedIn(states: Underway['states']): number {
  return [...states.values()].reduce((sum, { planned }) => sum + planned, 0);
}

function isToldByRows(campaign: Campaign): boolean {
  return !askedBy(campaign).some(needsFacts);
}
