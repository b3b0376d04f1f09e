import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { _Record, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';

/** Behind a record; without a sequence number, at the shard's beginning. */
export interface Position {
  readonly shardId: string;
  readonly sequenceNumber?: string;
}

export interface StreamPage {
  readonly records: readonly { readonly record: _Record; readonly position: Required<Position> }[];
  /** Whether more records are waiting already. */
  readonly full: boolean;
}

/** The most records that GetRecords returns. */
const MAX_PAGE_SIZE = 1000;

/**
 * Reads a stream shard after shard, each to its end: local DynamoDBs keep one open at a time. After an error, the next read
 * continues behind the last record read; when that one has been trimmed, at the oldest record there is.
 */
export function streamReader(
  streams: DynamoDBStreamsClient,
  streamArn: string,
  start: Position | undefined,
): { read(abortSignal: AbortSignal): Promise<StreamPage> } {
  let position = start;
  let iterator: string | undefined;
  let exhausted = start === undefined;

  async function nextShard(abortSignal: AbortSignal): Promise<Position | undefined> {
    const current = position?.shardId;
    const request = new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: current });
    const { StreamDescription: stream } = await streams.send(request, { abortSignal });
    // dynoxide answers with the current shard again.
    const shardId = stream?.Shards?.find((shard) => shard.ShardId !== current)?.ShardId;
    return shardId === undefined ? undefined : { shardId };
  }

  async function iteratorAt({ shardId, sequenceNumber }: Position, abortSignal: AbortSignal) {
    const request = new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: sequenceNumber === undefined ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: sequenceNumber,
    });
    return (await streams.send(request, { abortSignal })).ShardIterator;
  }

  async function readPage(abortSignal: AbortSignal): Promise<StreamPage> {
    if (exhausted) {
      const next = await nextShard(abortSignal);
      if (!next) return { records: [], full: false };
      position = next;
      exhausted = false;
    }
    const { shardId } = position as Position;
    iterator ??= await iteratorAt(position as Position, abortSignal);
    const request = new GetRecordsCommand({ ShardIterator: iterator, Limit: MAX_PAGE_SIZE });
    const { Records = [], NextShardIterator } = await streams.send(request, { abortSignal });
    const records = Records.map((record) => ({
      record,
      position: { shardId, sequenceNumber: record.dynamodb?.SequenceNumber as string },
    }));
    position = records.at(-1)?.position ?? position;
    iterator = NextShardIterator;
    exhausted = iterator === undefined;
    return { records, full: records.length === MAX_PAGE_SIZE };
  }

  return {
    read: (abortSignal) =>
      readPage(abortSignal).catch((error: unknown) => {
        iterator = undefined;
        if (error instanceof TrimmedDataAccessException) {
          position = undefined;
          exhausted = true;
        }
        throw error;
      }),
  };
}
