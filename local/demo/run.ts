import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { answerOf, csv, heraldClient, type Schemas } from '../../client/src/client.ts';
import { totalsOf } from '../../shared/analytics/content-report.ts';
import { rollupStore } from '../../shared/analytics/rollup.store.ts';
import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import { interactionStore } from '../../shared/interaction/interaction.store.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import type { Table } from '../../shared/platform/table-client.ts';
import { installedTable } from '../../admin/sdk-table.ts';
import { startHerald, type Herald, type HeraldOptions } from '../herald.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { CapacityRow } from '../aws/services/dynamodb/capacity.ts';
import type { Habits } from '../twilio/habits.ts';
import type { ShapeReport } from '../twilio/shapes.ts';
import type { Truth } from '../twilio/truth.ts';
import type { Report } from './figures.ts';
import { peopleCsv } from './people.ts';
import { judge, tokenOf, type Verdict } from './verdict.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const ROWS_PER_IMPORT = 5000;
/** Long enough to see whether sending stopped within the three seconds that a pause may take. */
const PAUSE_MS = 5_000;

export interface DemoOptions extends Pick<HeraldOptions, 'onFailure'> {
  readonly customers: number;
  readonly seed: number;
  readonly rate: number;
  /** What people do with messages they read. Default: nothing. */
  readonly habits?: Habits;
  /** How often the campaign is paused and resumed while it is sent, at regular intervals. */
  readonly pauses?: number;
  /** What the campaign may cost in a day, in USD. Default: any amount. */
  readonly spendCap?: string;
  /** What the campaign has beside the fields of the example. */
  readonly fields?: Partial<Schemas['CampaignDraft']>;
  readonly onProgress?: (line: { readonly settled: number; readonly of: number; readonly status: string }) => void;
}

export interface DemoResult {
  readonly report: Report;
  readonly truth: Truth;
  readonly verdict: Verdict;
  /** From execute to the last acceptance. */
  readonly seconds: number;
  /** Of everything the sender sent between the campaign's first message and its last. */
  readonly ratePerSecond: number;
  readonly throttled: number;
  /** Requests to the provider beside Twilio's OpenAPI documents, if there are any to compare with. */
  readonly shapes: ShapeReport;
  /** From execute to the first message at the provider. */
  readonly firstMessageMilliseconds: number;
  /** For each pause, from its answer to the last message at the provider before it was resumed; 0 when none came. */
  readonly stoppedAfterMilliseconds: readonly number[];
  /** What the campaign consumed, from execute until the last status and act were counted. */
  readonly capacity: readonly CapacityRow[];
}

/** One run of the main job in a Herald of its own: import, create, execute, wait for every status and act, compare. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { seed, rate, habits, onFailure } = options;
  const folder = temporaryFolder('herald-demo-');
  const standIn = { seed, ...(habits && { habits }) };
  const herald = await startHerald({ dataDirectory: folder.path, port: 0, senderRate: rate, standIn, onFailure });
  try {
    return await runCampaign(herald, options);
  } finally {
    await herald.close();
    folder.remove();
  }
}

interface Pause {
  readonly at: number;
  readonly until: number;
}

async function runCampaign(
  herald: Herald,
  { customers, pauses = 0, onProgress, spendCap, fields }: DemoOptions,
): Promise<DemoResult> {
  const { stack, standIn, tenant, installation } = herald;
  if (!standIn) throw new Error('The demo compares with the stand-in and needs one.');
  const api = heraldClient({ baseUrl: herald.url, credential: tenant.api_key });
  for (const text of csvFiles(customers)) await answerOf(api.POST('/v1/customers/import', csv(text)));
  if (spendCap)
    await answerOf(api.PATCH('/v1/tenant', { body: { spend_cap: { amount: spendCap, time_zone: 'UTC' } } }));
  const draft = JSON.parse(readFileSync(join(EXAMPLES, 'campaign.json'), 'utf8')) as Schemas['CampaignDraft'];
  const campaign = await answerOf(api.POST('/v1/campaigns', { body: { ...draft, ...fields } }));

  const params = { path: { id: campaign.id } };
  await stack.streamIdle();
  stack.dynamoDb.resetCapacity();
  const executed = Date.now();
  await answerOf(api.POST('/v1/campaigns/{id}/execute', { params }));
  const table = installedTable(installation);
  const progress = () => readProgress(table, tenant.tenant_id, campaign.id);
  const paused: Pause[] = [];
  for (;;) {
    const { status, settled } = await progress();
    onProgress?.({ settled, of: customers, status });
    if (status !== 'sending') break;
    if (paused.length < pauses && settled >= ((paused.length + 1) * customers) / (pauses + 1)) {
      await answerOf(api.POST('/v1/campaigns/{id}/pause', { params }));
      const at = Date.now();
      await sleep(PAUSE_MS);
      paused.push({ at, until: Date.now() });
      await answerOf(api.POST('/v1/campaigns/{id}/resume', { params }));
    } else await sleep(500);
  }
  await standIn.settled();
  await stack.streamIdle();

  const capacity = stack.dynamoDb.capacity();
  const final = await answerOf(api.GET('/v1/campaigns/{id}/report', { params }));
  const truth = standIn.truth();
  const verdict = await judge(
    { tenant: tenant.tenant_id, campaign, audience: customers },
    { messages: messageStore(table), interactions: interactionStore(table), report: final, truth },
  );
  const sent = truth.messages.filter((message) => tokenOf(message) !== undefined);
  const times = sent.map(({ created_at }) => created_at).sort((a, b) => a - b);
  const [first = executed, last = executed] = [times[0], times.at(-1)];
  // Replies to taps use the sender's rate, too.
  const paced = truth.messages.filter(({ created_at }) => created_at >= first && created_at <= last).length;
  return {
    report: final,
    truth,
    verdict,
    seconds: (last - executed) / 1000,
    ratePerSecond: paced > 1 ? ((paced - 1) * 1000) / (last - first) : 0,
    throttled: truth.totals.throttled,
    shapes: standIn.shapes(),
    firstMessageMilliseconds: first - executed,
    stoppedAfterMilliseconds: paused.map(({ at, until }) =>
      Math.max(0, ...times.filter((time) => time > at && time < until).map((time) => time - at)),
    ),
    capacity,
  };
}

/** Reads past the API: each request counts towards the tenant's quota, and that write would be in the campaign's bill. */
async function readProgress(table: Table, tenant: string, id: string): Promise<{ status: string; settled: number }> {
  const [campaign, totals] = await Promise.all([
    campaignStore(table).get(tenant, id),
    rollupStore(table).totalsOfAll(tenant, [id]),
  ]);
  const { accepted, failed, skipped, unknown } = totalsOf(totals.get(id) ?? {});
  return { status: campaign?.status ?? 'deleted', settled: accepted + failed + skipped + unknown };
}

/** The customers of the example, or more of the same kind, in files of the size that one import accepts. */
function csvFiles(customers: number): string[] {
  const example = readFileSync(join(EXAMPLES, 'customers.csv'), 'utf8');
  const [header = '', ...rows] = (customers <= 1000 ? example : peopleCsv(customers)).trimEnd().split('\n');
  const wanted = rows.slice(0, customers);
  return Array.from({ length: Math.ceil(wanted.length / ROWS_PER_IMPORT) }, (_, file) =>
    [header, ...wanted.slice(file * ROWS_PER_IMPORT, (file + 1) * ROWS_PER_IMPORT)].join('\n'),
  );
}
