import { marshall } from '@aws-sdk/util-dynamodb';

import type { MessageStatus } from '../shared/message/message.ts';
import { laneName, laneOf } from '../shared/platform/lanes.ts';
import { randomIds } from '../shared/platform/ids.ts';
import { withHerald } from './with-herald.ts';

const RECORDS = 40_000;
const BATCH = 2_000;
const LIFE: readonly MessageStatus[] = ['sending', 'accepted', 'sent', 'delivered', 'read'];

/** Folds all status changes of many messages into the embedded table, in batches of Lambda's size. */
export async function benchRollup(): Promise<void> {
  await withHerald({ senderRate: 80 }, async ({ stack }) => {
    const batches = streamBatches();
    const arn = stack.functionArn('rollup.fold');
    await stack.runtime.invoke(arn, { Records: [] });
    const started = performance.now();
    for (const Records of batches) await stack.runtime.invoke(arn, { Records });
    const seconds = (performance.now() - started) / 1000;
    console.log(`${RECORDS} records in batches of ${BATCH}: ${Math.round(RECORDS / seconds)} records/s (goal ≥ 1,000)`);
  });
}

function streamBatches(): object[][] {
  const tenant = randomIds.next('ten');
  const campaign_id = randomIds.next('cmp');
  const people = Array.from({ length: RECORDS / LIFE.length }, () => ({
    id: randomIds.next('msg'),
    customer_id: randomIds.next('cus'),
  }));
  // One status of all messages before the next status: the order in which a campaign's reports arrive.
  const records = LIFE.flatMap((status, step) =>
    people.map(({ id, customer_id }, place) => {
      const key = {
        pk: `TENANT#${tenant}#CAMPAIGN#${campaign_id}#LANE#${laneName(laneOf(customer_id))}`,
        sk: `MESSAGE#${customer_id}`,
      };
      const image = (at: MessageStatus) =>
        marshall({ ...key, id, campaign_id, customer_id, status: at, variables: ['Ana', 'Lyon'], attempts: 1 });
      const before = LIFE[step - 1];
      return {
        eventName: before ? 'MODIFY' : 'INSERT',
        dynamodb: {
          Keys: marshall(key),
          NewImage: image(status),
          ...(before && { OldImage: image(before) }),
          SequenceNumber: String(step * people.length + place + 1),
        },
      };
    }),
  );
  return Array.from({ length: Math.ceil(records.length / BATCH) }, (_, batch) =>
    records.slice(batch * BATCH, (batch + 1) * BATCH),
  );
}
