import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

import { recount } from '../shared/analytics/recount.ts';
import { campaignStore } from '../shared/campaign/campaign.store.ts';
import { customerStore } from '../shared/customer/customer.store.ts';
import { frequencyStore } from '../shared/customer/frequency.store.ts';
import { exportStore } from '../shared/export/export.store.ts';
import { EXPORT, exportFiles, exportGiven, type FileExport } from '../shared/export/export.ts';
import { writeExport } from '../shared/export/write-export.ts';
import { interactionStore } from '../shared/interaction/interaction.store.ts';
import { draftJob } from '../shared/job/job.ts';
import { jobStore } from '../shared/job/job.store.ts';
import { messageStore } from '../shared/message/message.store.ts';
import { predictionStore } from '../shared/prediction/prediction.store.ts';
import { learntPicker } from '../shared/prediction/picker.ts';
import { tenantStore } from '../shared/tenancy/tenant.store.ts';
import { timestamp } from '../shared/platform/clock.ts';
import { randomIds } from '../shared/platform/ids.ts';
import { laneName, laneOf } from '../shared/platform/lanes.ts';
import type { Position } from '../shared/platform/page.ts';
import { s3Files } from '../shared/platform/s3.files.ts';
import { auditStore } from '../shared/tenancy/audit.store.ts';
import { BUCKET, TABLE_NAME, withTableAndFiles, type clientsOf } from './with-table-and-files.ts';

/** How many taps, unless EXPORTED_ROWS says otherwise. */
const ROWS = 1_000_000;
/** How many taps each customer makes. */
const TAPS_EACH = 10;
const BATCH = 25;
const BATCHES_AT_ONCE = 16;
const MAX_STEPS = 10_000;
/** What is tapped, one after the other. */
const BUTTONS = ['yes', 'yes', 'yes', 'yes', 'no', 'no', 'shop'];
const MADE = Date.parse('2026-05-01T00:00:00.000Z');

/**
 * Exports the taps of a campaign: how long it takes, how much memory it needs, whether each tap is in the file once, and as many of
 * each button as reports count. The job's steps run here, one after another as a worker takes them, on the embedded DynamoDB and S3;
 * no roll-up runs beside them.
 */
export async function benchExports(): Promise<void> {
  const rows = Number(process.env['EXPORTED_ROWS'] ?? ROWS);
  await withTableAndFiles((clients) => measure(clients, rows));
}

async function measure({ client, table, s3 }: ReturnType<typeof clientsOf>, rows: number): Promise<void> {
  const tenant_id = randomIds.next('ten');
  const campaign_id = randomIds.next('cmp');
  await seed(client, { tenant_id, campaign_id }, rows);
  const made = { tenant_id, created_by: 'bench' };
  const given = exportGiven.parse({ kind: 'interactions', filter: { campaign_id } });
  const job = draftJob({ ...made, id: randomIds.next('job'), kind: EXPORT, scope: 'campaigns:read', input: {} }, MADE);
  const id = randomIds.next('exp');
  const found: FileExport = { ...given, ...made, id, scopes: [], job_id: job.id, created_at: timestamp(Date.now()) };
  const exports = exportStore(table);
  const files = s3Files(BUCKET, s3);
  await exports.add(found, new Map(), jobStore(table).addWrite(job));
  const ledger = { interactions: interactionStore(table), messages: messageStore(table) };
  const kind = writeExport({
    ...{ auditEntries: auditStore(table), campaigns: campaignStore(table), customers: customerStore(table) },
    ...{ exports, files, frequencies: frequencyStore(table), ...ledger, tenants: tenantStore(table) },
    picker: learntPicker({ ...ledger, predictions: predictionStore(table) }),
  });

  const before = process.memoryUsage.rss();
  const end = new AbortController();
  const peak = peakMemory(end.signal);
  const started = performance.now();
  const progress = { rows: 0, steps: 0 };
  let position: Position | undefined;
  for (; progress.steps < MAX_STEPS; progress.steps += 1) {
    const { next, done } = await kind.step(
      { tenant_id, input: { export_id: id }, ...(position && { position }) },
      Date.now(),
    );
    progress.rows += done?.['rows'] ?? 0;
    if (next === undefined) break;
    position = JSON.parse(JSON.stringify(next)) as Position;
  }
  const seconds = (performance.now() - started) / 1_000;
  end.abort();
  const { size = 0 } = (await exports.get(tenant_id, id)) ?? {};
  const { file, name } = exportFiles(found);
  const { ids, clicks } = await tapsIn(await files.link(file, { name, seconds: 3_600 }));
  const { buttons: report = {} } = await recount(tenant_id, campaign_id, ledger);
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  console.table({
    export: {
      ...{ rows: progress.rows, steps: progress.steps, seconds: Number(seconds.toFixed(1)) },
      ...{ rows_per_second: Math.round(progress.rows / seconds), file_mb: megabytes(size) },
      ...{ rss_before_mb: megabytes(before), rss_peak_mb: megabytes(await peak) },
    },
  });
  console.table({ file: clicks, report });
  const isEqual = isDeepStrictEqual(clicks, { ...report });
  const isWhole = isEqual && new Set(ids).size === ids.length && ids.length === rows && progress.rows === rows;
  console.log(
    `${ids.length} rows in the file: ${isWhole ? 'each once, as many of each button as the report counts' : 'NOT THE REPORT’S'}`,
  );
  if (!isWhole) throw new Error('The file has not the rows that the report counts.');
}

/** The most memory that this process had until it was told to end, in bytes. */
async function peakMemory(signal: AbortSignal): Promise<number> {
  let peak = 0;
  while (!signal.aborted) {
    peak = Math.max(peak, process.memoryUsage.rss());
    await sleep(50);
  }
  return peak;
}

/** The ids in the first cells, and how many taps each button has, read piece by piece: no cell before its button's id has a comma. */
async function tapsIn(url: string): Promise<{ ids: string[]; clicks: Record<string, number> }> {
  const ids: string[] = [];
  const clicks: Record<string, number> = {};
  let column: number | undefined;
  let rest = '';
  const answer = await fetch(url);
  for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const cells = line.split(',');
      if (column === undefined) {
        column = cells.indexOf('button_id');
        continue;
      }
      ids.push(cells[0]!);
      const name = `clicks#${cells[column]}`;
      clicks[name] = (clicks[name] ?? 0) + 1;
    }
  }
  return { ids, clicks };
}

type Place = Readonly<Record<'tenant_id' | 'campaign_id', string>>;

/** A campaign, customers and their taps, written directly to the table. */
async function seed(client: DynamoDBClient, about: Place, rows: number): Promise<void> {
  const table = DynamoDBDocumentClient.from(client);
  const write = (items: readonly object[]) => {
    const puts = items.map((Item) => ({ PutRequest: { Item } }));
    return table.send(new BatchWriteCommand({ RequestItems: { [TABLE_NAME]: puts } }));
  };
  let waiting: object[] = [campaignItem(about)];
  const flush = async () => {
    const batches = Array.from({ length: Math.ceil(waiting.length / BATCH) }, (_, batch) =>
      waiting.slice(batch * BATCH, (batch + 1) * BATCH),
    );
    waiting = [];
    await Promise.all(batches.map(write));
  };
  let customer_id = '';
  for (let place = 0; place < rows; place += 1) {
    if (place % TAPS_EACH === 0) {
      customer_id = randomIds.next('cus');
      waiting.push(customerItem(about, customer_id, place));
    }
    waiting.push(tapItem({ ...about, customer_id, id: randomIds.at('int', MADE + place) }, place));
    if (waiting.length >= BATCH * BATCHES_AT_ONCE) await flush();
  }
  await flush();
}

const AT = timestamp(MADE);

function campaignItem({ tenant_id, campaign_id: id }: Place): object {
  return {
    ...{ pk: `TENANT#${tenant_id}#CAMPAIGN#${id}`, sk: 'CAMPAIGN', id, tenant_id, sender_id: randomIds.next('snd') },
    ...{ name: 'Taps', message_content: 'News!', media_type: 'text', language: 'en', buttons: [], contents: [] },
    ...{ category: 'marketing', send_as: 'template', target_criteria: { all: true }, attribution_window_hours: 72 },
    ...{ status: 'completed', run: 1, created_at: AT, updated_at: AT },
  };
}

function customerItem({ tenant_id }: Place, id: string, place: number): object {
  return {
    ...{ pk: `TENANT#${tenant_id}#CUSTOMERS#${laneName(laneOf(id))}`, sk: `CUSTOMER#${id}`, id, tenant_id },
    ...{ phone_number: `+49151${10_000_000 + place}`, country: 'DE', name: 'Ana Souza', language: 'de' },
    ...{ timezone: 'Europe/Berlin', tags: [], attributes: {}, created_at: AT, updated_at: AT, last_inbound_at: null },
    consent: { status: 'opted_in', source: 'checkout', text: null, at: AT },
  };
}

function tapItem(about: Place & Readonly<Record<'customer_id' | 'id', string>>, place: number): object {
  return {
    ...{ pk: `TENANT#${about.tenant_id}#CAMPAIGN#${about.campaign_id}`, sk: `INTERACTION#${about.id}`, ...about },
    ...{
      message_id: randomIds.next('msg'),
      button_id: BUTTONS[place % BUTTONS.length],
      button_title: 'Yes, please',
      button_type: 'reply',
    },
    ...{ source: 'inbound', clicked_at: timestamp(MADE + place), local_weekday: 4, local_hour: 13 },
  };
}
