import type { DatabaseSync } from 'node:sqlite';

import { transaction } from '../database.ts';
import { ACCOUNT, arn, ServiceError, type AwsService } from './service.ts';
import type { SqsMessage } from './sqs/message.ts';
import { messageStore } from './sqs/message-store.ts';
import { queueOperations } from './sqs/operations.ts';
import { parse } from './sqs/parse.ts';
import { queueStore } from './sqs/queue-store.ts';
import { parseReceiptHandle } from './sqs/receipt-handle.ts';
import { receivedMessage } from './sqs/received-message.ts';
import { sqsReceiver, type ReceiveOptions } from './sqs/receiver.ts';
import type { QueueDepth } from './sqs/rows.ts';
import { listRequest } from './sqs/schemas.ts';

export interface QueueOptions {
  readonly name: string;
  /** Seconds. */
  readonly visibilityTimeout: number;
  /** Seconds, for messages sent without DelaySeconds. Default: 0. */
  readonly delay?: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
}

/** The operations of the JSON protocol, and what pollers and tests need without a request. */
export interface SqsService extends AwsService {
  /** Creates the queue, or gives an existing one these settings. */
  createQueue(queue: QueueOptions): void;
  /** @throws ServiceError QueueDoesNotExist */
  receive(queue: string, options: ReceiveOptions): Promise<readonly SqsMessage[]>;
  remove(queue: string, receiptHandles: readonly string[]): void;
  /** @throws ServiceError QueueDoesNotExist */
  depth(queue: string): QueueDepth;
  /** How many requests AWS would have billed so far, without those of an event source that found an empty queue. */
  requests(): number;
}

/**
 * Whoever had received a message ended with the last process, so its messages come back this soon, whatever the queue's
 * timeout. Not at once: leases that a dead consumer holds elsewhere need time to run out.
 */
const REDELIVERY_AFTER_RESTART_MS = 20_000;

/** Batches are checked as the operation that they repeat. */
const IAM_ACTIONS: Record<string, string> = { SendMessageBatch: 'SendMessage', DeleteMessageBatch: 'DeleteMessage' };

export function sqs(options: { db: DatabaseSync; baseUrl: () => string; now?: () => number }): SqsService {
  const { db, baseUrl, now = Date.now } = options;
  const queues = queueStore(db);
  const messages = messageStore(db);
  messages.showBy(now() + REDELIVERY_AFTER_RESTART_MS);
  const queueUrl = (name: string) => `${baseUrl()}/${ACCOUNT}/${name}`;
  const receive = sqsReceiver(queues, messages, now);
  const operations = queueOperations({ db, messages, receive, queueUrl, now });
  let requests = 0;

  return {
    name: 'sqs',
    permissions(operation, input) {
      // ListQueues has no resource: only a policy for '*' allows it.
      const resource = operation === 'ListQueues' ? '*' : arn('sqs', queueName(input));
      return [{ action: `sqs:${IAM_ACTIONS[operation] ?? operation}`, resource }];
    },
    async handle(operation, input) {
      requests += 1;
      if (operation === 'ListQueues') {
        const { QueueNamePrefix: prefix } = parse(listRequest, input);
        const names = queues.names().filter((name) => name.startsWith(prefix));
        return { QueueUrls: names.map(queueUrl) };
      }
      const handle = operations[operation];
      if (!handle) throw new ServiceError('UnknownOperationException', `SQS operation ${operation} is not supported.`);
      return await handle(queues.get(queueName(input)), input);
    },
    createQueue({ name, visibilityTimeout, delay = 0, redrive }) {
      queues.put({
        name,
        visibility: visibilityTimeout * 1000,
        delay: delay * 1000,
        dead_letter: redrive ? lastPart(redrive.deadLetterArn, ':') : null,
        max_receives: redrive?.maxReceiveCount ?? null,
        created_at: now(),
      });
    },
    async receive(queue, limits) {
      const rows = await receive(queue, limits);
      if (rows.length > 0) requests += 1;
      return rows.map((row) => receivedMessage(row));
    },
    remove(queue, handles) {
      requests += 1;
      transaction(db, () => {
        for (const handle of handles) messages.remove(queue, parseReceiptHandle(queue, handle));
      });
    },
    depth: (queue) => messages.depth(queues.get(queue).name, now()),
    requests: () => requests,
  };
}

function queueName(input: Record<string, unknown>): string {
  return String(input['QueueName'] ?? lastPart(input['QueueUrl'] ?? '', '/'));
}

function lastPart(path: unknown, separator: string): string {
  return String(path).split(separator).at(-1) as string;
}
