import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import { nextAllowed, type SendingHours } from '../tenancy/sending-hours.ts';
import type { SkipReason } from './message.ts';
import { personalise } from './render-message.ts';

/** When something is sent, in milliseconds since the epoch. */
export interface Slot {
  readonly begin: number;
  readonly end: number;
}

/** Whether a person may be sent to: in the slot, from a later time on (milliseconds since the epoch), or not at all. */
export type Sendability =
  | { readonly kind: 'now' }
  | { readonly kind: 'later'; readonly until: number }
  | { readonly kind: 'never'; readonly reason: SkipReason };

/**
 * May this person be sent to now? The planner asks, to give a slot to nobody who needs none, and the sender asks again at
 * the moment of sending, which decides. What counts messages (the daily limit, the frequency cap) is reserved later.
 * @param customer undefined when they were erased since
 * @param hours the campaign's or the tenant's, if there are any
 */
export function maySend(
  campaign: Campaign,
  customer: Customer | undefined,
  hours: SendingHours | undefined,
  slot: Slot,
): Sendability {
  const reason = skipReason(campaign, customer);
  if (!customer || reason) return { kind: 'never', reason: reason ?? 'customer_deleted' };
  const until = closedUntil(hours, customer.timezone, slot);
  return until === undefined ? { kind: 'now' } : { kind: 'later', until };
}

function skipReason(campaign: Campaign, customer: Customer | undefined): SkipReason | undefined {
  if (!customer) return 'customer_deleted';
  if (customer.consent.status === 'opted_out') return 'opted_out';
  if (customer.consent.status !== 'opted_in') return 'not_opted_in';
  if (customer.suppressed) return 'suppressed';
  // No provider takes an empty variable in a template, and a made-up value would be worse than none.
  if (campaign.provider_template_id && personalise(campaign, customer).missing.length > 0) return 'missing_variable';
  return undefined;
}

/**
 * From when on a customer may be sent to, where that is not throughout a slot: the hours must be open when it begins and
 * still be when it ends. Undefined when nothing is in the way.
 */
export function closedUntil(hours: SendingHours | undefined, zone: string, { begin, end }: Slot): number | undefined {
  if (!hours) return undefined;
  const open = nextAllowed(hours, zone, begin);
  if (open > begin) return open;
  const still = nextAllowed(hours, zone, end);
  return still > end ? still : undefined;
}
