import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type * as z from 'zod';

import { build, type Built, type Dependencies } from './dependency.ts';
import { log, traceOf } from '../platform/log.ts';

/**
 * The Lambda handler of a queue's consumer. Only here are errors caught: SQS delivers a failed message again and, after its
 * last attempt, moves it to the dead-letter queue; the other messages of the batch are done.
 */
export function queue<Schema extends z.ZodType, Needs extends Dependencies>(
  schema: Schema,
  handle: (body: z.output<Schema>, dependencies: Built<Needs>) => Promise<void>,
  needs: Needs,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const ports = build(needs);
  return async (event) => {
    const outcomes = await Promise.allSettled(
      event.Records.map(async ({ body }) => handle(schema.parse(JSON.parse(body)), ports)),
    );
    const batchItemFailures = outcomes.flatMap((outcome, index) => {
      if (outcome.status === 'fulfilled') return [];
      log('delivery.failed', traceOf(outcome.reason));
      return [{ itemIdentifier: event.Records[index]?.messageId ?? '' }];
    });
    return { batchItemFailures };
  };
}
