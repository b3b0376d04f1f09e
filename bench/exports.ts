import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

import { apiClient } from '../local/demo/api-client.ts';
import type { Herald } from '../local/herald.ts';
import { laneName, laneOf } from '../shared/platform/lanes.ts';
import { randomIds } from '../shared/platform/ids.ts';
import { withHerald } from './with-herald.ts';

/** How many taps, unless EXPORTED_ROWS says otherwise. */
const ROWS = 1_000_000;
/** How many taps each customer makes. */
const TAPS_EACH = 10;
const BATCH = 25;
const BATCHES_AT_ONCE = 16;
/** In milliseconds. */
const LOOK_EVERY = 250;
const MADE = Date.parse('2026-05-01T00:00:00.000Z');

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly rows: number;
  readonly size: number | null;
  readonly url: string | null;
}

/** Exports the taps of a campaign: how long it takes, how much memory it needs, and whether each tap is in the file once. */
export async function benchExports(): Promise<void> {
  const rows = Number(process.env['EXPORTED_ROWS'] ?? ROWS);
  await withHerald({ senderRate: 80, settings: { rollupWindowSeconds: 0 } }, async (herald) => {
    const call = apiClient(herald.url, herald.tenant.api_key);
    const json = (body: object) => ({ type: 'application/json', text: JSON.stringify(body) });
    const campaign = await call<{ id: string }>(
      'POST',
      '/v1/campaigns',
      json({ name: 'Taps', message_content: 'News!', target_criteria: { all: true } }),
    );
    const expected = await seed(herald, campaign.id, rows);
    global.gc?.();
    const before = process.memoryUsage.rss();
    let peak = before;
    const started = performance.now();
    const filter = { campaign_id: campaign.id };
    let found = await call<Shown>('POST', '/v1/exports', json({ kind: 'interactions', filter }));
    while (found.status === 'queued' || found.status === 'running') {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
      peak = Math.max(peak, process.memoryUsage.rss());
      found = await call<Shown>('GET', `/v1/exports/${found.id}`);
    }
    const seconds = (performance.now() - started) / 1_000;
    const ids = await idsIn(found.url ?? '');
    const distinct = new Set(ids);
    const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
    console.table({
      export: {
        ...{ status: found.status, rows: found.rows, seconds: Number(seconds.toFixed(1)) },
        ...{ rows_per_second: Math.round(found.rows / seconds), file_mb: megabytes(found.size ?? 0) },
        ...{ rss_before_mb: megabytes(before), rss_peak_mb: megabytes(peak) },
      },
    });
    const isWhole =
      ids.length === expected.size && distinct.size === ids.length && distinct.difference(expected).size === 0;
    console.log(
      `${ids.length} rows in the file, ${expected.size} in the table: ${isWhole ? 'each once' : 'THEY DIFFER'}`,
    );
    if (!isWhole) throw new Error('The file has not the rows of the table.');
  });
}

/** The first cell of each line but the header, read piece by piece. */
async function idsIn(url: string): Promise<string[]> {
  const ids: string[] = [];
  let rest = '';
  const answer = await fetch(url);
  for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('int_')) ids.push(line.slice(0, line.indexOf(',')));
  }
  return ids;
}

/** Customers and their taps, written directly to the table. @returns the ids of the taps */
async function seed({ tenant, stack, installation }: Herald, campaign_id: string, rows: number): Promise<Set<string>> {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(installation.access));
  const ids = new Set<string>();
  const write = (items: readonly object[]) => {
    const puts = items.map((Item) => ({ PutRequest: { Item } }));
    return table.send(new BatchWriteCommand({ RequestItems: { [installation.tableName]: puts } }));
  };
  let customer_id = '';
  let batches: object[][] = [[]];
  const flush = async () => {
    await Promise.all(batches.filter((batch) => batch.length > 0).map(write));
    batches = [[]];
  };
  const add = async (item: object) => {
    if (batches.at(-1)!.length === BATCH) {
      if (batches.length === BATCHES_AT_ONCE) await flush();
      else batches.push([]);
    }
    batches.at(-1)!.push(item);
  };
  for (let place = 0; place < rows; place += 1) {
    if (place % TAPS_EACH === 0) {
      customer_id = randomIds.next('cus');
      await add(customerItem(tenant.tenant_id, customer_id, place));
    }
    const id = randomIds.at('int', MADE + place);
    ids.add(id);
    await add(tapItem({ tenant_id: tenant.tenant_id, campaign_id, customer_id, id }, place));
  }
  await flush();
  await stack.streamIdle();
  return ids;
}

function customerItem(tenant_id: string, id: string, place: number): object {
  const at = new Date(MADE).toISOString();
  return {
    ...{ pk: `TENANT#${tenant_id}#CUSTOMERS#${laneName(laneOf(id))}`, sk: `CUSTOMER#${id}`, id, tenant_id },
    ...{ phone_number: `+49151${10_000_000 + place}`, country: 'DE', name: 'Ana Souza', language: 'de' },
    ...{ timezone: 'Europe/Berlin', tags: [], attributes: {}, created_at: at, updated_at: at, last_inbound_at: null },
    consent: { status: 'opted_in', source: 'checkout', text: null, at },
  };
}

function tapItem(about: Readonly<Record<'tenant_id' | 'campaign_id' | 'customer_id' | 'id', string>>, place: number) {
  return {
    ...{ pk: `TENANT#${about.tenant_id}#CAMPAIGN#${about.campaign_id}`, sk: `INTERACTION#${about.id}`, ...about },
    ...{ message_id: randomIds.next('msg'), button_id: 'yes', button_title: 'Yes, please', button_type: 'reply' },
    ...{ source: 'inbound', clicked_at: new Date(MADE + place).toISOString(), local_weekday: 4, local_hour: 13 },
  };
}
