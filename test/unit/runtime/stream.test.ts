import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { expect, test } from 'vitest';

import type { ChangeRecord } from '../../../shared/platform/change-record.ts';
import { clock } from '../../../shared/runtime/dependencies.ts';
import { stream } from '../../../shared/runtime/stream.ts';
import { thrown } from '../fixtures.ts';

const Keys = { pk: { S: 'TENANT#ten_1' }, sk: { S: 'MESSAGE#cus_1' } };
const record = (SequenceNumber: string, more: object = {}, about: object = {}): DynamoDBRecord => ({
  eventName: 'MODIFY',
  eventSourceARN: streamOf('own'),
  dynamodb: { SequenceNumber, Keys, ...more },
  ...about,
});
const streamOf = (name: string) =>
  `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}/stream/2026-11-20T12:00:00.000`;
const table = { environment: {}, build: () => 'own' };

async function read(...Records: DynamoDBRecord[]): Promise<ChangeRecord[]> {
  const all: ChangeRecord[] = [];
  const handle = async (records: ChangeRecord[]) => void all.push(...records);
  const consume = stream(handle, { clock }, table);
  await consume({ Records } satisfies DynamoDBStreamEvent);
  return all;
}

test('records are plain objects, in their order', async () => {
  const OldImage = { ...Keys, status: { S: 'sending' }, attempts: { N: '1' } };
  const NewImage = { ...Keys, variables: { L: [{ S: 'Ana' }] } };
  expect(
    await read(record('9', { NewImage }), record('10', { OldImage, NewImage }), record('11', { OldImage })),
  ).toEqual(
    [
      { before: undefined, after: { pk: 'TENANT#ten_1', sk: 'MESSAGE#cus_1', variables: ['Ana'] } },
      {
        before: { pk: 'TENANT#ten_1', sk: 'MESSAGE#cus_1', status: 'sending', attempts: 1 },
        after: { pk: 'TENANT#ten_1', sk: 'MESSAGE#cus_1', variables: ['Ana'] },
      },
      { before: { pk: 'TENANT#ten_1', sk: 'MESSAGE#cus_1', status: 'sending', attempts: 1 }, after: undefined },
    ].map((images, n) => ({ sequence: String(9 + n), pk: 'TENANT#ten_1', sk: 'MESSAGE#cus_1', ...images })),
  );
});

test('removals by time to live are left out, other removals are not', async () => {
  const byTtl = { eventName: 'REMOVE', userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } };
  const all = await read(
    record('1', {}, byTtl),
    record('2', {}, { eventName: 'REMOVE' }),
    record('3', {}, { eventName: 'REMOVE', userIdentity: { type: 'User', principalId: 'someone' } }),
  );
  expect(all.map(({ sequence }) => sequence)).toEqual(['2', '3']);
});

test('a failure makes the event source deliver the batch again', async () => {
  const consume = stream(() => Promise.reject(new Error('no table')), { clock }, table);
  expect(await thrown(() => consume({ Records: [record('1')] }))).toMatchObject({ message: 'no table' });
});

test('what the stream of another table brings is left out', async () => {
  const all = await read(record('1', {}, { eventSourceARN: streamOf('former') }), record('2'));
  expect(all.map(({ sequence }) => sequence)).toEqual(['2']);
});
