import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { bestHour, drawHour, openHoursByZone, timeShareOf, type OpenHour } from '../campaign/send-time.ts';
import type { Customer } from '../customer/customer.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';

/** The hours at which people likeliest tap, by what a later room has learnt. */
export interface BestHours {
  /** The training of the model that is proved better than the start now; undefined where none is. */
  provedModel(tenant_id: string): Promise<string | undefined>;
  /** For each of a page's people, in the order of their ids: the blocks of their day, the best first. */
  blocksFor(
    campaign: Campaign,
    lane: number,
    people: readonly Pick<Customer, 'id' | 'timezone'>[],
  ): Promise<ReadonlyMap<string, readonly number[]>>;
}

/** Settles, once for a campaign, by what its people get their hours: what is not proved as it begins is not used in it. */
export async function settleTiming(
  campaign: Campaign,
  {
    campaigns,
    bestHours,
    tenants,
  }: {
    readonly campaigns: Pick<Campaigns, 'setTiming'>;
    readonly bestHours: Pick<BestHours, 'provedModel'>;
    readonly tenants: Pick<Tenants, 'get'>;
  },
): Promise<void> {
  if (!campaign.send_time || campaign.timing !== undefined) return;
  const hours = campaign.sending_hours ?? (await tenants.get(campaign.tenant_id))?.sending_hours;
  const model = await bestHours.provedModel(campaign.tenant_id);
  await campaigns.setTiming(campaign, { ...(hours && { hours }), ...(model !== undefined && { model }) });
}

/**
 * When each of a page's people is to get the campaign, in milliseconds since the epoch; whoever is not among them gets it as soon as
 * it can be sent. A hash decides, and what was known as the campaign began, so that a page that is planned twice waits alike.
 */
export async function sendTimesFor(
  campaign: Campaign,
  lane: number,
  people: readonly Pick<Customer, 'id' | 'timezone'>[],
  { bestHours }: { readonly bestHours: Pick<BestHours, 'blocksFor'> },
): Promise<ReadonlyMap<string, number>> {
  const { id, timing_terms: terms, started_at = '' } = campaign;
  if (!campaign.send_time || !terms || people.length === 0) return new Map();
  const ranked = terms.model === undefined ? NOBODY : await bestHours.blocksFor(campaign, lane, people);
  const openIn = openHoursByZone(Date.parse(started_at), terms.hours);
  return new Map(
    people.flatMap((person) => {
      const hour = hourFor(id, person.id, openIn(person.timezone), ranked.get(person.id));
      return hour ? [[person.id, hour.at] as const] : [];
    }),
  );
}

const NOBODY: Awaited<ReturnType<BestHours['blocksFor']>> = new Map();

/** @returns undefined of whoever gets it at the start */
export function hourFor(
  campaign_id: string,
  customer_id: string,
  open: readonly OpenHour[],
  ranking: readonly number[] | undefined,
): OpenHour | undefined {
  const share = timeShareOf(campaign_id, customer_id);
  if (share === 'random') return drawHour(campaign_id, customer_id, open);
  return share === 'best' && ranking ? bestHour(campaign_id, customer_id, open, ranking) : undefined;
}
