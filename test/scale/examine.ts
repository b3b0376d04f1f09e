import { isDeepStrictEqual } from 'node:util';

import { recount } from '../../shared/analytics/recount.ts';
import { reportOf } from '../../shared/analytics/report.ts';
import { rollupStore } from '../../shared/analytics/rollup.store.ts';
import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import { interactionStore } from '../../shared/interaction/interaction.store.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import type { MessageStatus } from '../../shared/message/message.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import { LANES } from '../../shared/platform/lanes.ts';
import type { Table } from '../../shared/platform/table-client.ts';
import { classify, explain } from '../../shared/provider/twilio/error-codes.ts';
import { numberInId } from './ids.ts';
import type { Done } from './people.ts';
import type { Tenant } from './population.ts';
import { FATES, type Fate, type Truth } from './provider.ts';

/** What a message must say, by what became of it at the provider. */
const STATUS: Readonly<Record<Fate, MessageStatus>> = {
  none: 'skipped',
  refused: 'failed',
  undelivered: 'undelivered',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
};
/** So many of one kind of problem are told. */
const MAX_TOLD = 5;

/** What a tenant's campaign came to. */
export interface Examined {
  readonly lost: number;
  readonly duplicates: number;
  readonly problems: readonly string[];
  readonly totals: Readonly<Record<string, number>>;
}

/** Compares a campaign's ledger and report with what the provider truly has and with what people truly did. */
export async function examine(
  { name, tenant_id, campaign, customers }: Tenant,
  { table, truth, did }: { readonly table: Table; readonly truth: Truth; readonly did: Done },
): Promise<Examined> {
  const problems: string[] = [];
  const ledger = { messages: messageStore(table), interactions: interactionStore(table) };
  const isKnown = new Uint8Array(customers);
  let [unlike, duplicates] = [0, 0];
  for (let lane = 0; lane < LANES; lane++) {
    for await (const { customer_id, status } of ledger.messages.ofLane(tenant_id, campaign.id, lane)) {
      const n = numberInId(customer_id);
      isKnown[n] = 1;
      const expected = STATUS[FATES[truth.fates[n]!]!];
      if (status === expected) continue;
      unlike += 1;
      if (unlike <= MAX_TOLD)
        problems.push(`${name}: the message to customer ${n} is ${status}, and truly ${expected}`);
    }
  }
  for (const creates of truth.creates) if (creates > 1) duplicates += creates - 1;
  const lost = isKnown.reduce((missing, known) => missing + (known ? 0 : 1), 0);
  if (unlike > MAX_TOLD) problems.push(`${name}: ${unlike} messages say something else than the provider`);
  if (duplicates > 0) problems.push(`${name}: ${duplicates} messages were sent twice`);
  if (lost > 0) problems.push(`${name}: ${lost} customers have no message`);
  if (truth.throttled > 0) problems.push(`${name}: ${truth.throttled} requests were above the sender’s rate`);
  if (did.refused > 0) problems.push(`${name}: ${did.refused} webhooks were refused`);

  const { cohorts: _, ...counted } = await recount(tenant_id, campaign.id, ledger);
  const kept = await rollupStore(table).read(tenant_id, campaign.id);
  if (!isDeepStrictEqual({ ...counted, cohorts: {} }, kept))
    problems.push(`${name}: the report and a recount of the ledger differ`);
  const found = await campaignStore(table).get(tenant_id, campaign.id);
  const { totals } = reportOf(found!, kept, timestamp(0), { classify, explain });
  const truly = (...fates: Fate[]) =>
    truth.fates.reduce((sum, fate) => sum + (fates.includes(FATES[fate]!) ? 1 : 0), 0);
  const expected = {
    recipients: customers,
    failed: truly('refused', 'undelivered'),
    delivered: truly('delivered', 'read'),
    read: truly('read'),
  };
  for (const [counter, count] of Object.entries(expected))
    if ((totals as Readonly<Record<string, number>>)[counter] !== count)
      problems.push(
        `${name}: the report has ${String((totals as Record<string, number>)[counter])} ${counter}, and truly there are ${count}`,
      );
  const clicks = Object.entries(kept.buttons ?? {}).filter(([counter]) => counter.startsWith('clicks#'));
  const tapped = clicks.reduce((sum, [, count]) => sum + count, 0);
  if (tapped !== did.taps + did.visits)
    problems.push(`${name}: the report has ${tapped} taps, and ${did.taps + did.visits} were made`);
  return { lost, duplicates, problems, totals };
}
