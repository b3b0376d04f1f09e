import type { Customers } from '../customer/customer.store.ts';
import { LANES } from '../platform/lanes.ts';
import type { LaneState, Lanes } from './lane.store.ts';
import type { Run } from './run.ts';

export interface WorkPorts {
  readonly customers: Pick<Customers, 'lanePage'>;
  readonly lanes: Pick<Lanes, 'states'>;
}

/**
 * The lanes that a run has to work on: a small campaign has customers in few of them. Whoever becomes a customer later is
 * not in the audience, so a lane that is left out stays empty.
 */
export async function lanesWithWork(
  { tenant_id, campaign_id }: Run,
  { customers, lanes }: WorkPorts,
): Promise<readonly number[]> {
  const all = Array.from({ length: LANES }, (_, lane) => lane);
  const [states, firstCustomers] = await Promise.all([
    lanes.states(tenant_id, campaign_id),
    Promise.all(all.map((lane) => customers.lanePage(tenant_id, lane, { limit: 1 }))),
  ]);
  return all.filter((lane) => {
    const state = states.get(lane);
    return state ? !isEmpty(state) : (firstCustomers[lane]?.items.length ?? 0) > 0;
  });
}

/** Every customer was read, and none was a recipient. */
function isEmpty({ exhausted_at, planned }: LaneState): boolean {
  return exhausted_at !== undefined && planned === 0;
}
