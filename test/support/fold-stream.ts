import { unmarshall } from '@aws-sdk/util-dynamodb';

import { streamReader } from '../../local/aws/pollers/stream-reader.ts';
import type { StreamCalls } from '../../local/aws/services/dynamodb.ts';
import { foldRecords, type FoldPorts } from '../../shared/analytics/fold-records.ts';

/**
 * A roll-up of what a table's real stream brings, as the filters of its event source let it through.
 * @returns counts what has come since the last time; calls at the same time are one after another, as a shard is read
 */
export function foldStream(streams: StreamCalls, arn: string, ports: FoldPorts): () => Promise<void> {
  const reader = streamReader(streams, arn, undefined);
  const fold = async () => {
    for (let full = true; full;) {
      const page = await reader.read();
      const records = page.records.map(({ record: { dynamodb } }) => {
        const plain = (image: typeof dynamodb.Keys) => image && unmarshall(image as Parameters<typeof unmarshall>[0]);
        const { pk, sk } = plain(dynamodb.Keys) as { pk: string; sk: string };
        const [before, after] = [plain(dynamodb.OldImage), plain(dynamodb.NewImage)];
        return { sequence: dynamodb.SequenceNumber, pk, sk, before, after };
      });
      const counted = records.filter(({ sk }) => /^((MESSAGE|INTERACTION)#|CHECKPOINT$)/.test(sk));
      await foldRecords(counted, ports);
      full = page.full;
    }
  };
  let last = Promise.resolve();
  return () => (last = last.then(fold));
}
