import type { StreamCalls } from '../services/dynamodb.ts';
import { ServiceError } from '../services/service.ts';
import type { StreamRecord } from './stream-record.ts';

/** Behind a record; without a sequence number, at the shard's beginning. */
export interface Position {
  readonly shardId: string;
  readonly sequenceNumber?: string;
}

export interface StreamPage {
  readonly records: readonly { readonly record: StreamRecord; readonly position: Required<Position> }[];
  /** Whether more records are waiting already. */
  readonly full: boolean;
}

interface DescribedStream {
  readonly StreamDescription?: { readonly Shards?: readonly { readonly ShardId: string }[] };
}

interface ReadRecords {
  readonly Records?: readonly StreamRecord[];
  readonly NextShardIterator?: string;
}

/** The most records that GetRecords returns. */
const MAX_PAGE_SIZE = 1000;

/**
 * Reads a stream shard after shard, each to its end: local DynamoDBs keep one open at a time. After an error, the next read
 * continues behind the last record read; when that one has been trimmed, at the oldest record there is.
 */
export function streamReader(
  streams: StreamCalls,
  streamArn: string,
  start: Position | undefined,
): { read(): Promise<StreamPage> } {
  let position = start;
  let iterator: string | undefined;
  let exhausted = start === undefined;

  async function nextShard(): Promise<Position | undefined> {
    const current = position?.shardId;
    const request = { StreamArn: streamArn, ExclusiveStartShardId: current };
    const { StreamDescription: stream } = (await streams('DescribeStream', request)) as DescribedStream;
    // dynoxide answers with the current shard again.
    const shardId = stream?.Shards?.find((shard) => shard.ShardId !== current)?.ShardId;
    return shardId === undefined ? undefined : { shardId };
  }

  async function iteratorAt({ shardId, sequenceNumber }: Position): Promise<string> {
    const request = {
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: sequenceNumber === undefined ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: sequenceNumber,
    };
    return ((await streams('GetShardIterator', request)) as { ShardIterator: string }).ShardIterator;
  }

  async function readPage(): Promise<StreamPage> {
    if (exhausted) {
      const next = await nextShard();
      if (!next) return { records: [], full: false };
      position = next;
      exhausted = false;
    }
    const { shardId } = position as Position;
    iterator ??= await iteratorAt(position as Position);
    const request = { ShardIterator: iterator, Limit: MAX_PAGE_SIZE };
    const { Records = [], NextShardIterator } = (await streams('GetRecords', request)) as ReadRecords;
    const records = Records.map((record) => ({
      record,
      position: { shardId, sequenceNumber: record.dynamodb.SequenceNumber },
    }));
    position = records.at(-1)?.position ?? position;
    iterator = NextShardIterator;
    exhausted = iterator === undefined;
    return { records, full: records.length === MAX_PAGE_SIZE };
  }

  return {
    read: () =>
      readPage().catch((error: unknown) => {
        iterator = undefined;
        if (error instanceof ServiceError && error.code === 'TrimmedDataAccessException') {
          position = undefined;
          exhausted = true;
        }
        throw error;
      }),
  };
}
