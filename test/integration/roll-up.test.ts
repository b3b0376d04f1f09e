import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { recount } from '../../shared/analytics/recount.ts';
import { rollupStore } from '../../shared/analytics/rollup.store.ts';
import { messageStore } from '../../shared/messaging/message.store.ts';
import { runCampaign, totalsReached } from '../support/campaigns.ts';
import { startTestHerald, type TestHerald } from '../support/herald.ts';
import { numbers } from '../support/people.ts';
import { fold, streamOf } from '../support/stream.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

let herald: TestHerald;
let tenant: TestTenant;
let campaign: string;
/** All that the stream said of the campaign's messages, in order. */
let records: DynamoDBRecord[];

beforeAll(async () => {
  herald = await startTestHerald();
  tenant = await newTenant(herald);
  const [read, ignore, failed, undelivered] = [
    numbers(8),
    numbers(3, 'ignore'),
    numbers(3, 'failed'),
    numbers(2, 'undelivered'),
  ];
  await addCustomers(tenant, [...read, ...ignore, ...failed, ...undelivered]);
  await addCustomers(tenant, numbers(2, 'blocked'), { consent: { status: 'opted_out', source: 'test' } });
  campaign = (await runCampaign(tenant)).id;
  await totalsReached(tenant, campaign, { recipients: 18, delivered: 11, read: 8, failed: 5, skipped: 2 });
  await herald.standIn.settled();
  await herald.stack.streamIdle();
  records = (await streamOf(herald, `TENANT#${tenant.id}#CAMPAIGN#${campaign}#LANE#`)).filter(isMessage);
});
afterAll(() => herald.close());

const totals = () => rollupStore(tableOf(herald)).totals(tenant.id, campaign);
const ledger = () => recount(tenant.id, campaign, messageStore(tableOf(herald)));

test('a report is a recount of the ledger', async () => {
  expect(await totals()).toEqual(await ledger());
});

test('what is delivered again, in whatever cuts and order, changes no count', async () => {
  const before = await totals();
  for (const size of [1, 7, records.length]) {
    const batches = cut(records, size);
    for (const batch of batches) await fold(herald, batch);
    await Promise.all(batches.toReversed().map((batch) => fold(herald, batch)));
  }
  expect(await totals()).toEqual(before);
});

describe('counted from nothing', () => {
  beforeEach(async () => {
    const table = tableOf(herald);
    const pk = `TENANT#${tenant.id}#CAMPAIGN#${campaign}`;
    for await (const { sk } of table.all({ pk, prefix: 'ROLLUP#' })) await table.remove({ pk, sk: String(sk) });
    expect(await totals()).toEqual({});
  });

  test.for([1, 2, 5, 13, 1_000])('in batches of %i that overlap and repeat', async (size) => {
    for (const [place, batch] of cut(records, size).entries()) {
      const start = place * size;
      await fold(herald, batch);
      await fold(herald, records.slice(Math.max(0, start - 3), start + size));
      await fold(herald, records.slice(0, start));
    }
    expect(await totals()).toEqual(await ledger());
  });

  test('by several at once who know nothing of each other', async () => {
    const follow = async (size: number) => {
      for (const batch of cut(records, size)) await fold(herald, batch);
    };
    await Promise.all([follow(3), follow(4), follow(10)]);
    expect(await totals()).toEqual(await ledger());
  });

  test('with a record that cannot be read: it goes to the failure queue, the others are counted', async () => {
    const [first, ...rest] = records;
    const strange = structuredClone(first)!;
    strange.dynamodb!.NewImage!['status'] = { S: 'levitating' };
    await fold(herald, [strange, ...rest]);
    expect((await totals())['recipients']).toBe((await ledger())['recipients']! - 1);
    expect(await failures()).toMatchObject([{ pk: first?.dynamodb?.Keys?.['pk']?.S, why: 'unknown_message' }]);
  });
});

/** What DynamoDB's own housekeeping removes was counted when it happened. */
test('removals by TTL change no count', async () => {
  const before = await totals();
  const [last] = records.slice(-1);
  const { NewImage: OldImage, SequenceNumber = '', ...dynamodb } = last!.dynamodb!;
  await fold(herald, [
    {
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { ...dynamodb, OldImage, SequenceNumber: `${SequenceNumber}9` },
    },
  ]);
  expect(await totals()).toEqual(before);
});

function isMessage({ dynamodb }: DynamoDBRecord): boolean {
  return dynamodb?.Keys?.['sk']?.S?.startsWith('MESSAGE#') ?? false;
}

function cut(all: readonly DynamoDBRecord[], size: number): DynamoDBRecord[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

async function failures(): Promise<unknown[]> {
  const sqs = new SQSClient(herald.installation.access);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => url.includes('Failures'));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}
