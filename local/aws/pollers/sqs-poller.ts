import { whileThrottled } from '../lambda/while-throttled.ts';
import { FunctionError, type FunctionRuntime } from '../services/service.ts';
import type { SqsMessage } from '../services/sqs/message.ts';
import { MAX_MESSAGE_BYTES } from '../services/sqs/limits.ts';
import type { SqsService } from '../services/sqs.ts';
import { MAX_BATCH_BYTES, reportedFailures } from './batch-response.ts';
import { sqsRecord } from './sqs-record.ts';

export interface QueuePollerOptions {
  readonly queue: SqsService;
  readonly queueArn: string;
  readonly runtime: FunctionRuntime;
  readonly functionArn: string;
  readonly batchSize: number;
  /** How long a batch that is not full waits for more messages after its first. */
  readonly batchingWindowSeconds: number;
  /** Invocations at a time. */
  readonly maximumConcurrency: number;
  readonly reportBatchItemFailures: boolean;
}

/** How long Lambda waits before it calls a throttled function again, with the messages that it has received already. */
const THROTTLED_RETRY_MILLISECONDS = [100, 200, 400, 800];

/**
 * A Lambda event source mapping for a queue. Failed messages come back when their visibility timeout ends, and so do those whose
 * function was throttled time and again: each such time counts as received.
 */
export function pollQueue(options: QueuePollerOptions): { close(): Promise<void> } {
  const { queue, queueArn, runtime, functionArn, batchSize, maximumConcurrency } = options;
  const name = queueArn.split(':').at(-1) as string;
  const stop = new AbortController();
  const { signal } = stop;

  async function gather(): Promise<readonly SqsMessage[]> {
    const batch = [
      ...(await queue.receive(name, { max: batchSize, maxBytes: MAX_BATCH_BYTES, waitMs: Infinity, signal })),
    ];
    const deadline = Date.now() + options.batchingWindowSeconds * 1000;
    while (batch.length < batchSize && Date.now() < deadline && !signal.aborted) {
      const maxBytes = MAX_BATCH_BYTES - batch.reduce((sum, message) => sum + Buffer.byteLength(message.Body), 0);
      if (maxBytes < MAX_MESSAGE_BYTES) break;
      const waitMs = deadline - Date.now();
      batch.push(...(await queue.receive(name, { max: batchSize - batch.length, maxBytes, waitMs, signal })));
    }
    return batch;
  }

  async function deliver(batch: readonly SqsMessage[]): Promise<void> {
    const ids = batch.map((message) => message.MessageId);
    try {
      const Records = batch.map((message) => sqsRecord(message, queueArn));
      const call = () => runtime.invoke(functionArn, { Records });
      const result = await whileThrottled(call, THROTTLED_RETRY_MILLISECONDS, signal);
      const failed = reportedFailures(options.reportBatchItemFailures ? result : null, ids);
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
