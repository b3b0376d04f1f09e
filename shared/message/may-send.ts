import type { Campaign } from '../campaign/campaign.ts';
import { isBlocked } from '../campaign/warnings.ts';
import { placeOf } from '../campaign/placement.ts';
import type { Customer } from '../customer/customer.ts';
import { nextAllowed, type SendingHours } from '../tenancy/sending-hours.ts';
import type { SkipReason } from './message.ts';
import { contentReason } from './personal.ts';
import { personalise } from './personalise.ts';
import { windowEnd } from './window.ts';

/** The time in which a message is sent, in milliseconds since the epoch. */
export interface Slot {
  readonly begin: number;
  readonly end: number;
}

/**
 * Whether a customer may be sent to: in the slot, once an experiment is decided, from a later time on (milliseconds since the
 * epoch), or never.
 */
export type Sendability =
  | { readonly kind: 'now' }
  | { readonly kind: 'undecided' }
  | { readonly kind: 'later'; readonly until: number }
  | { readonly kind: 'never'; readonly reason: SkipReason };

/**
 * May this customer be sent to now? The planner checks, so that only those who may take a slot; send-chunk checks again at
 * the moment of sending, and that check decides. Rules that count messages (daily limit, frequency cap) come later.
 * @param customer undefined when they have been erased
 * @param hours the campaign's sending hours, else the tenant's; undefined for any time
 */
export function maySend(
  campaign: Campaign,
  customer: Customer | undefined,
  hours: SendingHours | undefined,
  slot: Slot,
): Sendability {
  // Before everything else, so that those who get nothing by chance and all others wait alike.
  if (campaign.experiment && customer && !customer.same_as && personalise(campaign, customer).awaits === 'decision')
    return { kind: 'undecided' };
  const answer = mayEverSend(campaign, customer, hours, slot);
  const isHeldBack = answer.kind === 'never' && answer.reason === 'holdout';
  if (!customer || !isHeldBack || !isSendable(campaign, customer, slot)) return answer;
  // What somebody buys counts from their row on, so that those who get nothing have theirs no sooner than the others.
  return whenOpen(hours, customer, slot) ?? answer;
}

/** Whether nothing but chance or the hour is against sending to somebody: those held back by chance wait as the others do. */
export function isSendable(campaign: Campaign, customer: Customer, slot: Slot): boolean {
  return !customer.same_as && otherReason(campaign, customer, slot) === undefined;
}

/** The same of somebody who waits for a decision, as though it were made for the control. */
export function mayEverSend(
  campaign: Campaign,
  customer: Customer | undefined,
  hours: SendingHours | undefined,
  slot: Slot,
): Exclude<Sendability, { readonly kind: 'undecided' }> {
  const reason = skipReason(campaign, customer, slot);
  if (!customer || reason) return { kind: 'never', reason: reason ?? 'customer_deleted' };
  return whenOpen(hours, customer, slot) ?? { kind: 'now' };
}

function whenOpen(
  hours: SendingHours | undefined,
  { timezone }: Customer,
  slot: Slot,
): Extract<Sendability, { readonly kind: 'later' }> | undefined {
  const until = closedUntil(hours, timezone, slot);
  return until === undefined ? undefined : { kind: 'later', until };
}

function skipReason(campaign: Campaign, customer: Customer | undefined, slot: Slot): SkipReason | undefined {
  if (!customer) return 'customer_deleted';
  if (customer.same_as) return 'duplicate';
  if (placeOf(campaign, customer.id).isHeldBack) return 'holdout';
  return otherReason(campaign, customer, slot);
}

/** Why somebody may not be sent to, chance aside. */
function otherReason(campaign: Campaign, customer: Customer, slot: Slot): SkipReason | undefined {
  if (customer.consent.status === 'opted_out') return 'opted_out';
  if (customer.consent.status !== 'opted_in') return 'not_opted_in';
  return undeliverable(campaign, customer, slot);
}

/** Why a message could not reach a person, whatever they have agreed to; undefined when it could. */
export function undeliverable(campaign: Campaign, customer: Customer, slot: Slot): SkipReason | undefined {
  if (customer.phone_number === null) return 'no_number';
  if (customer.suppressed) return 'suppressed';
  if (campaign.send_as === 'session' && windowEnd(customer) <= slot.end) return 'outside_window';
  const own = personalise(campaign, customer);
  if (isBlocked(campaign, own.content, customer.country)) return 'us_marketing';
  return own.awaits === 'nothing' ? 'no_winner' : contentReason(campaign, own);
}

/**
 * When a customer may next be sent to (milliseconds since the epoch), if the sending hours are not open for the whole slot;
 * undefined if they are.
 */
export function closedUntil(hours: SendingHours | undefined, zone: string, { begin, end }: Slot): number | undefined {
  if (!hours) return undefined;
  const open = nextAllowed(hours, zone, begin);
  if (open > begin) return open;
  const still = nextAllowed(hours, zone, end);
  return still > end ? still : undefined;
}
