import { beforeEach, expect, test } from 'vitest';
import { streamReader } from '../../pollers/stream-reader.ts';
import type { Position } from '../../pollers/stream-reader.ts';
import { ServiceError } from '../../services/service.ts';
import type { StreamCalls } from '../../services/dynamodb.ts';

/** A stream of shards with two records each, as DynamoDB Local keeps it; all but the last are closed. */
function stream(shards: readonly string[]) {
  const failures: string[] = [];
  const records = (shard: string) => [`${shard}1`, `${shard}2`];
  const operations: Record<string, (input: Record<string, string>) => object> = {
    DescribeStream({ ExclusiveStartShardId: after }) {
      const rest = after === undefined ? shards : shards.slice(shards.indexOf(after) + 1);
      return { StreamDescription: { Shards: rest.map((ShardId) => ({ ShardId })) } };
    },
    GetShardIterator: ({ ShardId = '', SequenceNumber }) => ({
      ShardIterator: `${ShardId} ${SequenceNumber === undefined ? 0 : records(ShardId).indexOf(SequenceNumber) + 1}`,
    }),
    GetRecords({ ShardIterator = '' }) {
      const failure = failures.shift();
      if (failure) throw new ServiceError(failure, 'not now');
      const [shard = '', from] = ShardIterator.split(' ');
      const Records = records(shard)
        .slice(Number(from))
        .map((SequenceNumber) => ({ dynamodb: { SequenceNumber } }));
      return { Records, ...(shard === shards.at(-1) && { NextShardIterator: `${shard} 2` }) };
    },
  };
  const streams: StreamCalls = async (operation, input) =>
    operations[operation]?.(input as Record<string, string>) ?? {};
  return { streams, failures };
}

let streams: StreamCalls;
let failures: string[];

beforeEach(() => {
  ({ streams, failures } = stream(['a', 'b', 'c']));
});

function readFrom(start?: Position) {
  const reader = streamReader(streams, 'stream', start);
  return async () => (await reader.read()).records.map(({ position }) => position.sequenceNumber);
}

test('shards are read one after the other, each to its end', async () => {
  const read = readFrom();
  expect([await read(), await read(), await read(), await read()]).toEqual([
    ['a1', 'a2'],
    ['b1', 'b2'],
    ['c1', 'c2'],
    [],
  ]);
});

test('reading starts behind the given position', async () => {
  const read = readFrom({ shardId: 'b', sequenceNumber: 'b1' });
  expect([await read(), await read(), await read()]).toEqual([['b2'], ['c1', 'c2'], []]);
});

test('no record is lost after an error', async () => {
  const read = readFrom();
  await read();
  failures.push('ExpiredIteratorException');
  await expect(read()).rejects.toMatchObject({ code: 'ExpiredIteratorException' });
  expect(await read()).toEqual(['b1', 'b2']);
});

test('reading starts again at the oldest shard when its position has been trimmed', async () => {
  const read = readFrom({ shardId: 'b', sequenceNumber: 'b2' });
  failures.push('TrimmedDataAccessException');
  await expect(read()).rejects.toMatchObject({ code: 'TrimmedDataAccessException' });
  expect(await read()).toEqual(['a1', 'a2']);
});
