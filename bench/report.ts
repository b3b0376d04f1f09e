import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

import { apiClient } from '../local/demo/api-client.ts';
import type { Herald } from '../local/herald.ts';
import { laneName, laneOf } from '../shared/platform/lanes.ts';
import { randomIds } from '../shared/platform/ids.ts';
import { percentileOf } from './percentile.ts';
import { withHerald } from './with-herald.ts';

const SMALL = 100;
const LARGE = 100_000;
const WARM_UP = 20;
const READS = 200;
/** Every fifth customer taps, up to this many: enough to fill every counter of a report. */
const TAP_EVERY = 5;
const MAX_TAPS = 2_000;
const BATCH = 25;
const BATCHES_AT_ONCE = 8;
const STATUSES = ['read', 'read', 'read', 'delivered', 'delivered', 'sent', 'failed', 'skipped'];

/** Reports of a small and a large campaign, written directly to the table: read units and latency side by side. */
export async function benchReport(): Promise<void> {
  await withHerald({ senderRate: 80, settings: { rollupWindowSeconds: 0 } }, async (herald) => {
    const [small, large] = [await seed(herald, SMALL), await seed(herald, LARGE)];
    // Alternate, so that other load on the machine slows both alike.
    const rounds = [];
    for (let round = 0; round < WARM_UP + READS; round++) {
      rounds.push([await readOnce(herald, small), await readOnce(herald, large)] as const);
    }
    const measured = rounds.slice(WARM_UP);
    const [of100, of100k] = [summary(measured.map(([one]) => one)), summary(measured.map(([, other]) => other))];
    console.table({ [`${SMALL} messages`]: of100, [`${LARGE} messages`]: of100k });
    const times = (name: keyof typeof of100) => (of100k[name] / of100[name]).toFixed(2);
    console.log(`${times('read_units')} × the read units, ${times('p50_ms')} × the median latency (goal ≤ 1.2 ×)`);
  });
}

async function seed({ url, tenant, stack, installation }: Herald, messages: number): Promise<string> {
  const buttons = [
    { id: 'yes', title: 'Yes', type: 'reply' },
    { id: 'shop', title: 'Shop', type: 'url', url: 'https://example.com/shop' },
    { id: 'call', title: 'Call', type: 'call', phone_number: '+14155550100' },
  ];
  const text = JSON.stringify({ name: `${messages} messages`, message_content: 'News!', buttons });
  const call = apiClient(url, tenant.api_key);
  const { id } = await call<{ id: string }>('POST', '/v1/campaigns', { type: 'application/json', text });
  const items = Array.from({ length: messages }, (_, place) => itemsOf(tenant.tenant_id, id, place)).flat();
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(installation.access));
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, batch) =>
    items.slice(batch * BATCH, (batch + 1) * BATCH).map((Item) => ({ PutRequest: { Item } })),
  );
  for (let at = 0; at < batches.length; at += BATCHES_AT_ONCE) {
    await Promise.all(
      batches
        .slice(at, at + BATCHES_AT_ONCE)
        .map((batch) => table.send(new BatchWriteCommand({ RequestItems: { [installation.tableName]: batch } }))),
    );
  }
  await stack.streamIdle();
  return id;
}

/** A message in its final status, and a tap for every fifth. */
function itemsOf(tenant: string, campaign_id: string, place: number): object[] {
  const customer_id = randomIds.next('cus');
  const pk = `TENANT#${tenant}#CAMPAIGN#${campaign_id}`;
  const status = STATUSES[place % STATUSES.length];
  const message = {
    pk: `${pk}#LANE#${laneName(laneOf(customer_id))}`,
    sk: `MESSAGE#${customer_id}`,
    id: randomIds.next('msg'),
    ...{ campaign_id, customer_id, status, variables: ['Ana'], attempts: 1 },
    ...(status === 'failed' && { error_code: '63024' }),
    ...(status === 'skipped' && { status_reason: 'not_opted_in' }),
  };
  if (place % TAP_EVERY > 0 || place >= TAP_EVERY * MAX_TAPS) return [message];
  const [button_id, button_type] = [
    ['yes', 'reply'],
    ['shop', 'url'],
    ['call', 'call'],
  ][(place / TAP_EVERY) % 3] as [string, string];
  const id = randomIds.next('int');
  const tap = {
    ...{ pk, sk: `INTERACTION#${id}`, id, tenant_id: tenant, campaign_id, customer_id, message_id: message.id },
    ...{ button_id, button_title: button_id, button_type, source: 'inbound' },
    clicked_at: new Date(Date.UTC(2026, 0, 1 + (place % 7), place % 24)).toISOString(),
    response_seconds: 1.3 ** (place % 40),
    ...{ local_weekday: place % 7, local_hour: place % 24 },
  };
  return [{ ...message, clicked_buttons: new Set([button_id]) }, tap];
}

async function readOnce({ url, tenant, stack }: Herald, campaign: string) {
  const call = apiClient(url, tenant.api_key);
  stack.dynamoDb.resetCapacity();
  const started = performance.now();
  await call('GET', `/v1/campaigns/${campaign}/report`);
  const milliseconds = performance.now() - started;
  const own = stack.dynamoDb.capacity().filter(({ caller }) => caller.includes('reportread'));
  return { milliseconds, read_units: own.reduce((sum, { read_units }) => sum + read_units, 0) };
}

function summary(reads: readonly { readonly milliseconds: number; readonly read_units: number }[]) {
  const times = reads.map(({ milliseconds }) => milliseconds);
  const at = (share: number) => Number(percentileOf(times, share).toFixed(1));
  return {
    read_units: reads.reduce((sum, read) => sum + read.read_units, 0) / reads.length,
    p50_ms: at(0.5),
    p99_ms: at(0.99),
  };
}
