import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';

import type { Clock } from '../platform/clock.ts';
import type { DelayQueue } from '../platform/delay-queue.ts';
import { addToLogContext } from '../platform/log-context.ts';
import type { Dependency } from './dependency.ts';
import { idsIn } from './log-ids.ts';
import { queue } from './queue.ts';

/** For whom a message is, and what that one's own queue would hold in its place. */
const sharedMessage = z.object({ consumer: z.string(), event: z.looseObject({ tenant_id: z.string() }) });
type SharedEvent = z.infer<typeof sharedMessage>['event'];

/** The handler of a consumer's own queue. */
type Consumer = (batch: SQSEvent) => Promise<SQSBatchResponse>;

/** How long after the first try its own queue brings a message, in milliseconds; that queue's own pauses are minutes. */
const SECOND_TRY_AFTER = 10_000;

interface Needs extends Readonly<Record<string, Dependency>> {
  readonly clock: Dependency & { build(variables: never): Pick<Clock, 'now'> };
  readonly ownQueues: Dependency & { build(variables: never): ReadonlyMap<string, DelayQueue<SharedEvent>> };
}

/**
 * The Lambda handler of a queue that consumers share. It tries a message once, by its consumer's handler. One that failed, or that
 * comes back because the function ended or was refused, goes to the consumer's own queue, which has attempts, dead letters and an
 * alarm of its own: it holds up no other consumer.
 * @param consumers by the names that messages have for them
 */
export function sharedQueue(consumers: Readonly<Record<string, Consumer>>, needs: Needs) {
  return queue(
    sharedMessage,
    async ({ consumer, event }, { clock, ownQueues }, record) => {
      addToLogContext(idsIn(event));
      const handle = consumers[consumer];
      const ownQueue = ownQueues.get(consumer);
      if (!handle || !ownQueue) throw new Error(`No such consumer: ${consumer}`);

      const body = JSON.stringify(event);
      if (Number(record.attributes.ApproximateReceiveCount) === 1) {
        const { batchItemFailures } = await handle({ Records: [{ ...record, body }] });
        if (batchItemFailures.length === 0) return;
      }
      const now = clock.now();
      await ownQueue.add(event, now + SECOND_TRY_AFTER, now);
    },
    needs,
  );
}
