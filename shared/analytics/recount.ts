import type { Interactions } from '../interaction/interaction.store.ts';
import type { Messages } from '../message/message.store.ts';
import { FAMILIES, interactionCounters, messageCounters, SOURCES, sum, type Counted, type Source } from './rollup.ts';

export interface Ledger {
  readonly messages: Pick<Messages, 'ofLane'>;
  readonly interactions: Pick<Interactions, 'all'>;
}

/** How many items are summed at once: a campaign's ledger may not fit into memory. */
const BATCH = 1_000;

/** Counts a campaign's ledger again, item by item: every report must equal this. */
export async function recount(tenant_id: string, campaign_id: string, ledger: Ledger): Promise<Counted> {
  const counted: Counted[] = [];
  for (const source of SOURCES) counted.push(await recountSource({ tenant_id, campaign_id, source }, ledger));
  return total(counted);
}

/** Counts the ledger of one source again. */
export async function recountSource(source: Source, ledger: Ledger): Promise<Counted> {
  return (await recountUpTo(source, ledger, Infinity)) ?? {};
}

/** The same; undefined of a source with more than `max` items. */
export async function recountUpTo(source: Source, ledger: Ledger, max: number): Promise<Counted | undefined> {
  let batch: Counted[] = [];
  let items = 0;
  for await (const item of itemsOf(source, ledger)) {
    items += 1;
    if (items > max) return undefined;
    batch.push(item);
    if (batch.length === BATCH) batch = [total(batch)];
  }
  return total(batch);
}

async function* itemsOf(
  { tenant_id, campaign_id, source }: Source,
  { messages, interactions }: Ledger,
): AsyncGenerator<Counted> {
  if (source === 'campaign') {
    for await (const interaction of interactions.all(tenant_id, campaign_id)) yield interactionCounters(interaction);
  } else {
    for await (const message of messages.ofLane(tenant_id, campaign_id, Number(source))) yield messageCounters(message);
  }
}

function total(counted: readonly Counted[]): Counted {
  return Object.fromEntries(FAMILIES.map((family) => [family, sum(counted.map((counters) => counters[family] ?? {}))]));
}
