import type { Campaign } from '../../campaign/campaign.ts';
import type { Customers } from '../../customer/customer.store.ts';
import { LANES } from '../../platform/lanes.ts';
import type { LaneState } from '../../run/lane.store.ts';

/**
 * Whether every customer of every lane was looked at: how many people each arm was given is fixed from then on. A campaign that
 * has ended looks for nobody who was added since.
 */
export async function isPlanned(
  { tenant_id, completed_at }: Pick<Campaign, 'tenant_id' | 'completed_at'>,
  states: ReadonlyMap<number, Pick<LaneState, 'exhausted_at'>>,
  customers: Pick<Customers, 'lanePage'>,
): Promise<boolean> {
  if (completed_at !== undefined) return true;
  if ([...states.values()].some(({ exhausted_at }) => exhausted_at === undefined)) return false;
  const untouched = Array.from({ length: LANES }, (_, lane) => lane).filter((lane) => !states.has(lane));
  const first = await Promise.all(untouched.map((lane) => customers.lanePage(tenant_id, lane, { limit: 1 })));
  return first.every(({ items }) => items.length === 0);
}
