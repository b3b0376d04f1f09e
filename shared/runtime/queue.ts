import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type * as z from 'zod';

import type { Dependencies, Needs } from './handle.ts';
import { build, type Built } from './dependency.ts';
import { frames, log } from '../platform/log.ts';

/**
 * The AWS face of a queue's consumer. The one place that catches: a message whose handling failed is delivered again, and
 * after its last try goes to the dead-letter queue; the others of its batch are done.
 */
export function queue<Schema extends z.ZodType, Names extends keyof Dependencies>(
  schema: Schema,
  handle: (body: z.output<Schema>, dependencies: Built<Needs<Names>>) => Promise<void>,
  needs: Needs<Names>,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const slice = build(needs);
  return async (event) => {
    const outcomes = await Promise.allSettled(
      event.Records.map(async ({ body }) => handle(schema.parse(JSON.parse(body)), slice)),
    );
    const batchItemFailures = outcomes.flatMap((outcome, index) => {
      if (outcome.status === 'fulfilled') return [];
      log('delivery.failed', { stack: frames(outcome.reason) });
      return [{ itemIdentifier: event.Records[index]?.messageId ?? '' }];
    });
    return { batchItemFailures };
  };
}
