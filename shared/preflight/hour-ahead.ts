import type { Campaign } from '../campaign/campaign.ts';
import { drawHour, openHours, timeShareOf, type OpenHour } from '../campaign/send-time.ts';
import type { Customer } from '../customer/customer.ts';
import type { SendingHours } from '../tenancy/sending-hours.ts';

/** How a campaign would begin. */
interface Beginning {
  readonly campaign: Campaign;
  /** In milliseconds since the epoch. */
  readonly starts_at: number;
  readonly hours: SendingHours | undefined;
}

/** The hours that are open to the people of each zone, told once for a campaign. */
const ofTerms = new WeakMap<Beginning, Map<string, readonly OpenHour[]>>();

/**
 * When somebody's hour of a campaign with `send_time` would come, in milliseconds since the epoch; undefined of whoever gets it at the
 * start. Best hours are told when people are planned; here each of those open is as likely.
 */
export function hourAhead(terms: Beginning, { id, timezone }: Pick<Customer, 'id' | 'timezone'>): number | undefined {
  const { campaign, starts_at, hours } = terms;
  if (!campaign.send_time) return undefined;
  const share = timeShareOf(campaign.id, id);
  if (share === 'start' || (share === 'best' && !campaign.timing)) return undefined;
  const ofZone = ofTerms.get(terms) ?? new Map<string, readonly OpenHour[]>();
  ofTerms.set(terms, ofZone);
  const open = ofZone.get(timezone) ?? openHours(starts_at, timezone, hours);
  ofZone.set(timezone, open);
  const hour = drawHour(campaign.id, id, open);
  return hour && hour.at > starts_at ? hour.at : undefined;
}
