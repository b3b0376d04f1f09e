import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod';

import type { reportWire } from '../../shared/analytics/report.wire.ts';
import type { campaignWire } from '../../shared/campaign/campaign.wire.ts';
import { messageStore } from '../../shared/messaging/message.store.ts';
import { tableClient } from '../../shared/platform/table-client.ts';
import { startHerald, type Herald } from '../herald.ts';
import type { CapacityRow } from '../services/capacity.ts';
import { apiClient } from './api-client.ts';
import { peopleCsv } from './people.ts';
import { judge, type Verdict } from './verdict.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const ROWS_PER_IMPORT = 10_000;

export interface DemoOptions {
  readonly customers: number;
  readonly seed: number;
  readonly rate: number;
  readonly onProgress?: (line: { readonly settled: number; readonly of: number; readonly status: string }) => void;
}

export interface DemoResult {
  readonly report: z.infer<typeof reportWire>;
  readonly verdict: Verdict;
  /** From execute to the last acceptance. */
  readonly seconds: number;
  readonly ratePerSecond: number;
  readonly throttled: number;
  /** From execute to the first message at the provider. */
  readonly firstMessageMilliseconds: number;
  /** What the campaign consumed, from execute until the last status was counted. */
  readonly capacity: readonly CapacityRow[];
}

/** One finite run of the main job on a stack of its own: import, create, execute, wait for every status, compare. */
export async function runDemo({ customers, seed, rate, onProgress }: DemoOptions): Promise<DemoResult> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'herald-demo-'));
  const herald = await startHerald({ dataDirectory, port: 0, senderRate: rate, standIn: { seed } });
  try {
    return await runCampaign(herald, customers, onProgress);
  } finally {
    await herald.close();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

async function runCampaign(
  herald: Herald,
  customers: number,
  onProgress: DemoOptions['onProgress'],
): Promise<DemoResult> {
  const { stack, standIn, tenant, installation } = herald;
  if (!standIn) throw new Error('The demo compares with the stand-in and needs one.');
  const call = apiClient(herald.url, tenant.api_key);
  for (const text of csvFiles(customers)) await call('POST', '/v1/customers/import', { type: 'text/csv', text });
  const text = readFileSync(join(EXAMPLES, 'campaign.json'), 'utf8');
  const { id } = await call<z.infer<typeof campaignWire>>('POST', '/v1/campaigns', { type: 'application/json', text });

  await stack.streamIdle();
  stack.dynamoDb.resetCapacity();
  const executed = Date.now();
  await call('POST', `/v1/campaigns/${id}/execute`);
  const report = () => call<z.infer<typeof reportWire>>('GET', `/v1/campaigns/${id}/report`);
  for (;;) {
    const { status, totals } = await report();
    onProgress?.({ settled: totals.accepted + totals.failed + totals.skipped + totals.unknown, of: customers, status });
    if (status !== 'sending') break;
    await sleep(500);
  }
  await standIn.settled();
  await stack.streamIdle();

  const capacity = stack.dynamoDb.capacity();
  const final = await report();
  const truth = standIn.truth();
  const messages = messageStore(tableClient(installation.tableName, new DynamoDBClient(installation.access)));
  const verdict = await judge(
    { tenant: tenant.tenant_id, campaign: id, audience: customers },
    { messages, report: final.totals, truth },
  );
  const times = truth.messages.map(({ created_at }) => created_at).sort((one, other) => one - other);
  const [first = executed, last = executed] = [times[0], times.at(-1)];
  return {
    report: final,
    verdict,
    seconds: (last - executed) / 1000,
    ratePerSecond: times.length > 1 ? ((times.length - 1) * 1000) / (last - first) : 0,
    throttled: truth.totals.throttled,
    firstMessageMilliseconds: first - executed,
    capacity,
  };
}

/** The example's people, and more of the same where more are asked for, in files that one import takes. */
function csvFiles(customers: number): string[] {
  const example = readFileSync(join(EXAMPLES, 'customers.csv'), 'utf8');
  const [header = '', ...rows] = (customers <= 1000 ? example : peopleCsv(customers)).trimEnd().split('\n');
  const wanted = rows.slice(0, customers);
  return Array.from({ length: Math.ceil(wanted.length / ROWS_PER_IMPORT) }, (_, file) =>
    [header, ...wanted.slice(file * ROWS_PER_IMPORT, (file + 1) * ROWS_PER_IMPORT)].join('\n'),
  );
}
