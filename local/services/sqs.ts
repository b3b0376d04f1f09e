import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ACCOUNT, arn, ServiceError } from './service.ts';
import type { AwsService } from './service.ts';
import { attributesMd5, md5, parseHandle, toMessage } from './sqs-message.ts';
import type { SqsMessage } from './sqs-message.ts';
import * as requests from './sqs-requests.ts';
import { sqsReceiver } from './sqs-receiver.ts';
import type { ReceiveOptions } from './sqs-receiver.ts';
import { sqsStore } from './sqs-store.ts';
import type { QueueDepth, QueueRow } from './sqs-store.ts';
import { transaction } from './transaction.ts';

type Input = Record<string, unknown>;

export interface QueueOptions {
  readonly name: string;
  /** seconds */
  readonly visibilityTimeout: number;
  /** seconds, for messages sent without DelaySeconds */
  readonly delay?: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
}

/** The operations of the JSON protocol, and what the stack needs without a request. */
export interface SqsService extends AwsService {
  /** Creates the queue, or gives an existing one these settings. */
  createQueue(queue: QueueOptions): void;
  /** @throws ServiceError QueueDoesNotExist */
  receive(queue: string, options: ReceiveOptions): Promise<readonly SqsMessage[]>;
  remove(queue: string, receiptHandles: readonly string[]): void;
  /** @throws ServiceError QueueDoesNotExist */
  depth(queue: string): QueueDepth;
  /** How many requests AWS would have billed so far; an event source's looks at an empty queue are left out. */
  requests(): number;
}

/**
 * Whoever received a message died with the process before this one, so it comes again soon, whatever the queue's timeout.
 * Not at once: what they had claimed elsewhere is theirs for up to 20 s.
 */
const ABANDONED_MS = 20_000;

const IAM_ACTIONS: Record<string, string> = { SendMessageBatch: 'SendMessage', DeleteMessageBatch: 'DeleteMessage' };

const lastPart = (path: unknown, separator: string) => String(path).split(separator).at(-1) as string;
const queueName = (input: Input) => String(input['QueueName'] ?? lastPart(input['QueueUrl'] ?? '', '/'));

export function sqs(options: { db: DatabaseSync; baseUrl: () => string; now?: () => number }): SqsService {
  const { db, baseUrl, now = Date.now } = options;
  const store = sqsStore(db);
  store.returnBy(now() + ABANDONED_MS);
  const url = (name: string) => `${baseUrl()}/${ACCOUNT}/${name}`;
  let billed = 0;

  function find(name: string): QueueRow {
    const queue = store.queue(name);
    if (!queue) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  const take = sqsReceiver(store, find, now);

  function send(queue: QueueRow, input: Input) {
    const message = requests.parseSend(input);
    const attributes = message.MessageAttributes;
    const message_id = randomUUID();
    const sent_at = now();
    store.add({
      queue: queue.name,
      message_id,
      body: message.MessageBody,
      attributes: JSON.stringify(attributes),
      bytes: requests.messageBytes(message),
      message_group: message.MessageGroupId ?? '',
      sent_at,
      visible_at: sent_at + (message.DelaySeconds === undefined ? queue.delay : message.DelaySeconds * 1000),
    });
    return { MessageId: message_id, MD5OfMessageBody: md5(message.MessageBody), ...attributesMd5(attributes) };
  }

  function remove(queue: string, handle: string) {
    const { id, receives } = parseHandle(queue, handle);
    store.remove(queue, id, receives);
  }

  const removeEntry = (queue: QueueRow, input: Input) => {
    remove(queue.name, requests.parse(requests.receiptRequest, input).ReceiptHandle);
    return {};
  };

  function attributes(queue: QueueRow): Record<string, string> {
    const { visible, inFlight, delayed } = store.depth(queue.name, now());
    const { dead_letter, max_receives } = queue;
    const redrive = dead_letter && { deadLetterTargetArn: arn('sqs', dead_letter), maxReceiveCount: max_receives };
    return {
      QueueArn: arn('sqs', queue.name),
      CreatedTimestamp: String(Math.floor(queue.created_at / 1000)),
      VisibilityTimeout: String(queue.visibility / 1000),
      DelaySeconds: String(queue.delay / 1000),
      MaximumMessageSize: String(requests.MESSAGE_BYTES),
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
      ApproximateNumberOfMessagesDelayed: String(delayed),
      ...(redrive && { RedrivePolicy: JSON.stringify(redrive) }),
    };
  }

  const operations: Record<string, (queue: QueueRow, input: Input) => object | Promise<object>> = {
    SendMessage: send,
    SendMessageBatch(queue, input) {
      const entries = requests.parseSendBatch(input);
      return transaction(db, () => requests.eachEntry(entries, (entry) => send(queue, entry)));
    },
    async ReceiveMessage(queue, input) {
      const request = requests.parse(requests.receiveRequest, input);
      const rows = await take(queue.name, {
        max: request.MaxNumberOfMessages,
        waitMs: (request.WaitTimeSeconds ?? 0) * 1000,
        visibilityMs: request.VisibilityTimeout === undefined ? undefined : request.VisibilityTimeout * 1000,
      });
      const system = [...request.AttributeNames, ...request.MessageSystemAttributeNames];
      const Messages = rows.map((row) => toMessage(row, system, request.MessageAttributeNames));
      return Messages.length > 0 ? { Messages } : {};
    },
    DeleteMessage: removeEntry,
    DeleteMessageBatch(queue, input) {
      const entries = requests.parseBatch(input);
      return transaction(db, () => requests.eachEntry(entries, (entry) => removeEntry(queue, entry)));
    },
    ChangeMessageVisibility(queue, input) {
      const request = requests.parse(requests.visibilityRequest, input);
      const { id, receives } = parseHandle(queue.name, request.ReceiptHandle);
      const at = now();
      if (!store.hide(queue.name, id, receives, at + request.VisibilityTimeout * 1000, at)) {
        throw new ServiceError('MessageNotInflight', "The specified message isn't in flight.");
      }
      return {};
    },
    GetQueueAttributes(queue, input) {
      const { AttributeNames: names } = requests.parse(requests.attributesRequest, input);
      const all = attributes(queue);
      const entries = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
      return { Attributes: Object.fromEntries(entries) };
    },
    GetQueueUrl: (queue) => ({ QueueUrl: url(queue.name) }),
    PurgeQueue(queue) {
      store.purge(queue.name);
      return {};
    },
  };

  return {
    name: 'sqs',
    permissions(operation, input) {
      // ListQueues knows no resource: only a policy for '*' allows it.
      const resource = operation === 'ListQueues' ? '*' : arn('sqs', queueName(input));
      return [{ action: `sqs:${IAM_ACTIONS[operation] ?? operation}`, resource }];
    },
    async handle(operation, input) {
      billed += 1;
      if (operation === 'ListQueues') {
        const { QueueNamePrefix: prefix } = requests.parse(requests.listRequest, input);
        const names = store.names().filter((name) => name.startsWith(prefix));
        return { QueueUrls: names.map(url) };
      }
      const run = operations[operation];
      if (!run) throw new ServiceError('UnknownOperationException', `SQS has no operation ${operation} here.`);
      return await run(find(queueName(input)), input);
    },
    createQueue({ name, visibilityTimeout, delay = 0, redrive }) {
      store.putQueue({
        name,
        visibility: visibilityTimeout * 1000,
        delay: delay * 1000,
        dead_letter: redrive ? lastPart(redrive.deadLetterArn, ':') : null,
        max_receives: redrive?.maxReceiveCount ?? null,
        created_at: now(),
      });
    },
    async receive(queue, receive) {
      const rows = await take(queue, receive);
      if (rows.length > 0) billed += 1;
      return rows.map((row) => toMessage(row));
    },
    remove(queue, handles) {
      billed += 1;
      transaction(db, () => handles.forEach((handle) => remove(queue, handle)));
    },
    depth: (queue) => store.depth(find(queue).name, now()),
    requests: () => billed,
  };
}
