import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';

import { build, type Built, type Dependencies } from './dependency.ts';
import { log, traceOf } from '../platform/log.ts';
import { addToLogContext, withLogContext } from '../platform/log-context.ts';
import { inLogContext } from './in-log-context.ts';
import { idsIn } from './log-ids.ts';

/**
 * The Lambda handler of a queue's consumer. Only here are errors caught: SQS delivers a failed message again and, after its
 * last attempt, moves it to the dead-letter queue; the other messages of the batch are done.
 */
export function queue<Schema extends z.ZodType, Needs extends Dependencies>(
  schema: Schema,
  handle: (body: z.output<Schema>, dependencies: Built<Needs>, record: SQSRecord) => Promise<void>,
  needs: Needs,
) {
  const ports = build(needs);

  async function isHandled(record: SQSRecord): Promise<boolean> {
    try {
      const body = schema.parse(JSON.parse(record.body));
      addToLogContext(idsIn(body));
      await handle(body, ports, record);
      return true;
    } catch (error) {
      log('delivery.failed', traceOf(error));
      return false;
    }
  }

  return inLogContext(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const handled = await Promise.all(Records.map((record) => withLogContext({}, () => isHandled(record))));
    const failed = Records.filter((_, index) => !handled[index]);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
}
