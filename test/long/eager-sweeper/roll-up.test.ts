import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { recountCampaign } from '../../../admin/recount-campaign.ts';
import { recount } from '../../../shared/analytics/recount.ts';
import { FAMILIES } from '../../../shared/analytics/rollup.ts';
import { rollupStore } from '../../../shared/analytics/rollup.store.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { runCampaign, totalsReached } from '../../support/campaigns.ts';
import { numbers } from '../../support/people.ts';
import { fold, streamOf } from '../../support/stream.ts';
import { tableOf } from '../../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

/** Its id leads into a map for whoever takes a counter's name for a path. */
const CALL = { id: 'call.us', title: 'Call us', type: 'call', phone_number: '+4930111111' };

let tenant: TestTenant;
let campaign: string;
/** All that the stream said of the campaign's messages and of what was tapped, in order. */
let records: DynamoDBRecord[];

beforeAll(async () => {
  tenant = await newTenant(herald);
  const [read, ignore, failed, undelivered] = [
    numbers(8),
    numbers(3, 'ignore'),
    numbers(3, 'failed'),
    numbers(2, 'undelivered'),
  ];
  const customers = await addCustomers(tenant, [...read, ...ignore, ...failed, ...undelivered]);
  await addCustomers(tenant, numbers(2, 'blocked'), { consent: { status: 'opted_out', source: 'test' } });
  campaign = (await runCampaign(tenant, { buttons: [CALL] })).id;
  await totalsReached(tenant, campaign, { recipients: 18, delivered: 11, read: 8, failed: 5, skipped: 2 });
  await tapAndBuy(customers.slice(0, 4).map(({ id }) => id));
  await herald.standIn.settled();
  await herald.stack.streamIdle();
  records = (await streamOf(herald, `TENANT#${tenant.id}#CAMPAIGN#${campaign}`)).filter(isCounted);
});

const counted = () => rollupStore(tableOf(herald)).read(tenant.id, campaign);
function ledger() {
  const table = tableOf(herald);
  return recount(tenant.id, campaign, { messages: messageStore(table), interactions: interactionStore(table) });
}

test('a report is a recount of the ledger', async () => {
  const found = await counted();
  expect(found).toEqual(await ledger());
  expect(found.totals).toMatchObject({ clicked: 4, 'customers#call.us': 4 });
  expect(found.buttons).toMatchObject({
    ...{ 'clicks#call.us': 8, 'conversions#call.us': 1, 'led_to#purchase.online': 1 },
  });
});

test('what is delivered again, in whatever cuts and order, changes no count', async () => {
  const before = await counted();
  for (const size of [1, 7, records.length]) {
    const batches = cut(records, size);
    for (const batch of batches) await fold(herald, batch);
    await Promise.all(batches.toReversed().map((batch) => fold(herald, batch)));
  }
  expect(await counted()).toEqual(before);
});

test('a report that is wrong is repaired beside the roll-up that runs, and one that is right stays as it is', async () => {
  const pk = `TENANT#${tenant.id}#CAMPAIGN#${campaign}`;
  const table = tableOf(herald);
  const repair = () => recountCampaign(herald.installation, tenant.id, campaign, { repair: true });
  const compare = () => recountCampaign(herald.installation, tenant.id, campaign, { repair: false });
  await table.update({ pk, sk: 'ROLLUP#buttons#campaign' }, { add: { 'clicks#call.us': 3 } });
  await table.remove({ pk, sk: 'ROLLUP#hours#campaign' });
  expect(await compare()).toMatchObject({ agree: false });
  const added = { family: 'buttons', source: 'campaign', added: { 'clicks#call.us': -3 } };
  const repaired = await repair();
  expect(repaired).toMatchObject({ agree: true, repaired: [added, { family: 'hours', source: 'campaign' }] });
  expect(repaired).not.toHaveProperty('changing');
  expect(await repair()).toMatchObject({ agree: true, repaired: [] });
  expect(await compare()).toMatchObject({ agree: true });
});

describe('counted from nothing', () => {
  beforeEach(async () => {
    const table = tableOf(herald);
    const pk = `TENANT#${tenant.id}#CAMPAIGN#${campaign}`;
    for await (const { sk } of table.all({ pk, prefix: 'ROLLUP#' })) await table.remove({ pk, sk: String(sk) });
    expect(await counted()).toEqual(Object.fromEntries(FAMILIES.map((family) => [family, {}])));
  });

  test.for([1, 2, 5, 13, 1_000])('in batches of %i that overlap and repeat', async (size) => {
    for (const [place, batch] of cut(records, size).entries()) {
      const start = place * size;
      await fold(herald, batch);
      await fold(herald, records.slice(Math.max(0, start - 3), start + size));
      await fold(herald, records.slice(0, start));
    }
    expect(await counted()).toEqual(await ledger());
  });

  test('by several at once who know nothing of each other', async () => {
    const follow = async (size: number) => {
      for (const batch of cut(records, size)) await fold(herald, batch);
    };
    await Promise.all([follow(3), follow(4), follow(10)]);
    expect(await counted()).toEqual(await ledger());
  });

  test('with a record that cannot be read: it goes to the failure queue, the others are counted', async () => {
    const [first, ...rest] = records;
    const strange = structuredClone(first)!;
    strange.dynamodb!.NewImage!['status'] = { S: 'levitating' };
    await fold(herald, [strange, ...rest]);
    expect((await counted()).totals?.['recipients']).toBe((await ledger()).totals!['recipients']! - 1);
    expect(await failures()).toMatchObject([{ pk: first?.dynamodb?.Keys?.['pk']?.S, why: 'unknown_item' }]);
  });
});

/** What DynamoDB's own housekeeping removes was counted when it happened. */
test('removals by TTL change no count', async () => {
  const before = await counted();
  const [last] = records.slice(-1);
  const { NewImage: OldImage, SequenceNumber = '', ...dynamodb } = last!.dynamodb!;
  await fold(herald, [
    {
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { ...dynamodb, OldImage, SequenceNumber: `${SequenceNumber}9` },
    },
  ]);
  expect(await counted()).toEqual(before);
});

/** Each customer taps twice, and the first buys. */
async function tapAndBuy(customer_ids: readonly string[]): Promise<void> {
  const body = (customer_id: string) => ({ customer_id, button_id: CALL.id });
  for (const id of [...customer_ids, ...customer_ids])
    await tenant.call(`POST /v1/campaigns/${campaign}/button-click`, { body: body(id) });
  const sale = { conversion_type: 'purchase.online', conversion_reference_id: 'order-1' };
  await tenant.call('POST /v1/conversions', { body: { ...sale, customer_id: customer_ids[0] } });
}

function isCounted({ dynamodb }: DynamoDBRecord): boolean {
  return /^(MESSAGE|INTERACTION)#/.test(dynamodb?.Keys?.['sk']?.S ?? '');
}

function cut(all: readonly DynamoDBRecord[], size: number): DynamoDBRecord[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

async function failures(): Promise<unknown[]> {
  const sqs = new SQSClient(herald.installation.access);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => url.includes('RollupFailures'));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}
