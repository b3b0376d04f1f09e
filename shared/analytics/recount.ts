import type { Messages } from '../messaging/message.store.ts';
import { LANES } from '../platform/lanes.ts';
import { countersOf, sum, type Counters } from './rollup.ts';

/** A campaign's totals counted anew from its ledger, message by message: what every report must equal. */
export async function recount(tenant: string, campaign: string, messages: Pick<Messages, 'ofLane'>): Promise<Counters> {
  const all: Counters[] = [];
  for (let lane = 0; lane < LANES; lane++) {
    for await (const message of messages.ofLane(tenant, campaign, lane)) all.push(countersOf(message));
  }
  return sum(all);
}
