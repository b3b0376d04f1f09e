import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';

import { MAX_DEFERRALS } from '../../shared/send/decide-chunk.ts';
import type { Chunk } from '../../shared/run/chunk.ts';
import { laneOf } from '../../shared/platform/lanes.ts';
import { randomIds } from '../../shared/platform/ids.ts';
import type { Json } from './api.ts';
import type { TestHerald } from './herald.ts';

/** A chunk of a campaign, to be sent in a moment. It is in the lane of the first customer. */
export function chunkOf(campaign: Json, customers: readonly Json[]): Chunk {
  return {
    id: randomIds.next('chk'),
    tenant_id: campaign.tenant_id,
    campaign_id: campaign.id,
    lane: laneOf(customers[0].id),
    recipients: customers.map(({ id }) => id),
    messages: customers.length,
    // Soon, so that invocations that begin one after another send at the same time.
    slot_at: Date.now() + 1_500,
    rate: 80,
    // Late for as many slots as it may be: it is sent by this invocation, however long that took to begin.
    late: MAX_DEFERRALS,
    failures: 0,
  };
}

/** Hands a chunk to the sender as its queue would. @returns whether the queue would deliver it again */
export async function sendByHand({ stack }: TestHerald, chunk: Chunk): Promise<boolean> {
  const event = { Records: [{ messageId: 'by hand', body: JSON.stringify(chunk) }] } as SQSEvent;
  const answer = await stack.runtime.invoke(stack.functionArn('chunk.send'), event);
  return (answer as { batchItemFailures: unknown[] }).batchItemFailures.length > 0;
}

/** Puts a chunk on the sender's queue, as planning does. */
export async function queueByHand({ stack }: TestHerald, chunk: Chunk): Promise<void> {
  const sqs = new SQSClient(stack.operator);
  await sqs.send(
    new SendMessageCommand({ QueueUrl: stack.outputs['SendQueueUrl'], MessageBody: JSON.stringify(chunk) }),
  );
  sqs.destroy();
}
