import type { Interactions } from '../interaction/interaction.store.ts';
import type { Messages } from '../message/message.store.ts';
import { LANES } from '../platform/lanes.ts';
import { FAMILIES, interactionCounters, messageCounters, sum, type Counted } from './rollup.ts';

/** Counts a campaign's ledger again, item by item: every report must equal this. */
export async function recount(
  tenant: string,
  campaign: string,
  { messages, interactions }: { messages: Pick<Messages, 'ofLane'>; interactions: Pick<Interactions, 'all'> },
): Promise<Counted> {
  const counted: Counted[] = [];
  for (let lane = 0; lane < LANES; lane++) {
    for await (const message of messages.ofLane(tenant, campaign, lane)) counted.push(messageCounters(message));
  }
  for await (const interaction of interactions.all(tenant, campaign)) counted.push(interactionCounters(interaction));
  return Object.fromEntries(FAMILIES.map((family) => [family, sum(counted.map((counters) => counters[family] ?? {}))]));
}
