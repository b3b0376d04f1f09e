import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

import { apiClient } from '../local/demo/api-client.ts';
import type { Herald } from '../local/herald.ts';
import { randomIds } from '../shared/platform/ids.ts';
import { laneName, laneOf } from '../shared/platform/lanes.ts';
import { withHerald } from './with-herald.ts';

const PEOPLE = 100_000;
/** Every fifth taps. */
const TAP_EVERY = 5;
const BATCH = 25;
const BATCHES_AT_ONCE = 8;
const MADE = '2026-05-01T00:00:00.000Z';

interface Counted {
  readonly count: { readonly customers: number; readonly looked_at: number; readonly complete: boolean };
}

/** How long it takes to count who did not tap a campaign that everybody got, and what it reads. */
export async function benchSegments(): Promise<void> {
  await withHerald({ senderRate: 80, settings: { rollupWindowSeconds: 0 } }, async (herald) => {
    const { url, tenant, stack } = herald;
    const call = apiClient(url, tenant.api_key);
    const post = <Answer>(path: string, body: object) =>
      call<Answer>('POST', path, { type: 'application/json', text: JSON.stringify(body) });
    const draft = { name: 'First', message_content: 'News!', target_criteria: { all: true } };
    const campaign = await post<{ id: string }>('/v1/campaigns', draft);
    await seed(herald, campaign.id);
    const asked = {
      everybody: { all: true },
      'did not tap': { engagement: [{ campaign_id: campaign.id, did_not: 'tapped' }] },
      'did not tap, or never got it': { not: { engagement: [{ campaign_id: campaign.id, did: 'tapped' }] } },
    };
    const rows: Record<string, object> = {};
    for (const [name, criteria] of Object.entries(asked)) {
      const { id } = await post<{ id: string }>('/v1/segments', { name, criteria });
      stack.dynamoDb.resetCapacity();
      const started = performance.now();
      const { count } = await call<Counted>('GET', `/v1/segments/${id}`);
      const seconds = (performance.now() - started) / 1_000;
      const own = stack.dynamoDb.capacity().filter(({ caller }) => caller.includes('segmentread'));
      const read_units = own.reduce((sum, row) => sum + row.read_units, 0);
      const per_1000 = Number(((read_units / count.looked_at) * 1_000).toFixed(1));
      rows[name] = { ...count, seconds: Number(seconds.toFixed(1)), read_units: Math.round(read_units), per_1000 };
    }
    console.table(rows);
  });
}

/** Customers, and the message of each, written directly to the table. */
async function seed({ tenant, stack, installation }: Herald, campaign_id: string): Promise<void> {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(installation.access));
  const batchOf = (start: number) =>
    Array.from({ length: BATCH }, (_, n) => itemsOf(tenant.tenant_id, campaign_id, start + n)).map((items) =>
      items.map((Item) => ({ PutRequest: { Item } })),
    );
  for (let at = 0; at < PEOPLE; at += BATCH * BATCHES_AT_ONCE) {
    const batches = Array.from({ length: BATCHES_AT_ONCE }, (_, n) => batchOf(at + n * BATCH));
    const halves = batches.flatMap((batch) => [batch.map(([customer]) => customer!), batch.map(([, row]) => row!)]);
    await Promise.all(
      halves.map((half) => table.send(new BatchWriteCommand({ RequestItems: { [installation.tableName]: half } }))),
    );
  }
  await stack.streamIdle();
}

/** A customer of some 400 bytes, and a message of some 450. */
function itemsOf(tenant_id: string, campaign_id: string, place: number): [object, object] {
  const customer_id = randomIds.next('cus');
  const lane = laneName(laneOf(customer_id));
  const customer = {
    ...{ pk: `TENANT#${tenant_id}#CUSTOMERS#${lane}`, sk: `CUSTOMER#${customer_id}`, id: customer_id, tenant_id },
    ...{ phone_number: `+49151${10_000_000 + place}`, country: 'DE', name: 'Ana Souza', language: 'de' },
    ...{ timezone: 'Europe/Berlin', tags: ['regular'], attributes: { city: 'Berlin' } },
    ...{ consent: { status: 'opted_in', source: 'checkout', text: null, at: MADE } },
    ...{ created_at: MADE, updated_at: MADE, last_inbound_at: null },
  };
  const message = {
    pk: `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}#LANE#${lane}`,
    sk: `MESSAGE#${customer_id}`,
    ...{ id: randomIds.next('msg'), campaign_id, customer_id, status: 'read', variables: ['Ana'], attempts: 1 },
    ...{ provider_sid: `SM${'0'.repeat(32)}`, accepted_at: MADE, sent_at: MADE, delivered_at: MADE, read_at: MADE },
    ...(place % TAP_EVERY === 0 && { first_click_at: MADE, clicked_buttons: new Set(['yes']) }),
  };
  return [customer, message];
}
