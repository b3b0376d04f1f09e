import type { SQSRecord } from 'aws-lambda';
import { FunctionError, REGION } from '../services/service.ts';
import type { FunctionRuntime } from '../services/service.ts';
import type { SqsMessage } from '../services/sqs-message.ts';
import { MESSAGE_BYTES } from '../services/sqs-requests.ts';
import type { SqsService } from '../services/sqs.ts';
import { BATCH_BYTES, reportedFailures } from './batch-response.ts';

export interface QueuePollerOptions {
  readonly queue: SqsService;
  readonly queueArn: string;
  readonly runtime: FunctionRuntime;
  readonly functionArn: string;
  readonly batchSize: number;
  /** How long a batch that is not full waits for more messages, counted from its first. */
  readonly batchingWindowSeconds: number;
  /** Invocations in flight at once. */
  readonly maximumConcurrency: number;
  readonly reportBatchItemFailures: boolean;
}

/** A Lambda event source mapping for a queue. What fails comes back when its visibility timeout ends. */
export function pollQueue(options: QueuePollerOptions): { close(): Promise<void> } {
  const { queue, queueArn, runtime, functionArn, batchSize, maximumConcurrency } = options;
  const name = queueArn.split(':').at(-1) as string;
  const stop = new AbortController();
  const { signal } = stop;

  async function gather(): Promise<readonly SqsMessage[]> {
    const batch = [...(await queue.receive(name, { max: batchSize, maxBytes: BATCH_BYTES, waitMs: Infinity, signal }))];
    const deadline = Date.now() + options.batchingWindowSeconds * 1000;
    while (batch.length < batchSize && Date.now() < deadline && !signal.aborted) {
      const maxBytes = BATCH_BYTES - batch.reduce((sum, message) => sum + Buffer.byteLength(message.Body), 0);
      if (maxBytes < MESSAGE_BYTES) break;
      const waitMs = deadline - Date.now();
      batch.push(...(await queue.receive(name, { max: batchSize - batch.length, maxBytes, waitMs, signal })));
    }
    return batch;
  }

  async function deliver(batch: readonly SqsMessage[]): Promise<void> {
    const ids = batch.map((message) => message.MessageId);
    try {
      const Records = batch.map((message) => lambdaRecord(message, queueArn));
      const answer = await runtime.invoke(functionArn, { Records });
      const failed = reportedFailures(options.reportBatchItemFailures ? answer : null, ids);
      const handled = batch.filter((message) => !failed.has(message.MessageId));
      queue.remove(
        name,
        handled.map((message) => message.ReceiptHandle),
      );
    } catch (error) {
      if (!(error instanceof FunctionError)) console.error(`${name}: a batch failed`, error);
    }
  }

  async function run(): Promise<void> {
    const inFlight = new Set<Promise<void>>();
    while (!signal.aborted) {
      const batch = await gather();
      if (batch.length === 0) continue;
      const delivery: Promise<void> = deliver(batch).finally(() => inFlight.delete(delivery));
      inFlight.add(delivery);
      if (inFlight.size >= maximumConcurrency) await Promise.race(inFlight);
    }
    await Promise.all(inFlight);
  }

  const running = run();
  return {
    close() {
      stop.abort();
      return running;
    },
  };
}

function lambdaRecord(message: SqsMessage, queueArn: string): SQSRecord {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
    name,
    {
      ...(attribute.StringValue !== undefined && { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue !== undefined && { binaryValue: attribute.BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes as unknown as SQSRecord['attributes'],
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes !== undefined && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  };
}
