import type { Campaign } from '../campaign/campaign.ts';
import { drawHour, openHoursByZone, timeShareOf, type OpenHoursOf } from '../campaign/send-time.ts';
import type { Customer } from '../customer/customer.ts';
import type { SendingHours } from '../tenancy/sending-hours.ts';

/** How a campaign would begin. */
interface Beginning {
  readonly campaign: Campaign;
  /** In milliseconds since the epoch. */
  readonly starts_at: number;
  readonly hours: SendingHours | undefined;
}

/** The hours that are open to people, told once for a campaign. */
const ofTerms = new WeakMap<Beginning, OpenHoursOf>();

/**
 * When somebody's hour of a campaign with `send_time` would come, in milliseconds since the epoch; undefined of whoever gets it at the
 * start. Best hours are told when people are planned; here each of those open is as likely.
 */
export function hourAhead(terms: Beginning, { id, timezone }: Pick<Customer, 'id' | 'timezone'>): number | undefined {
  const { campaign, starts_at, hours } = terms;
  if (!campaign.send_time) return undefined;
  const share = timeShareOf(campaign.id, id);
  if (share === 'start' || (share === 'best' && !campaign.timing)) return undefined;
  const openIn = ofTerms.get(terms) ?? openHoursByZone(starts_at, hours);
  ofTerms.set(terms, openIn);
  const hour = drawHour(campaign.id, id, openIn(timezone));
  return hour && hour.at > starts_at ? hour.at : undefined;
}
