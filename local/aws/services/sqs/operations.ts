import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import { transaction } from '../../database.ts';
import { ServiceError } from '../service.ts';
import { eachEntry, parseBatch, parseSendBatch } from './batch.ts';
import { attributesMd5, md5 } from './md5.ts';
import type { MessageStore } from './message-store.ts';
import { messageBytes, parse, parseSend } from './parse.ts';
import { queueAttributes } from './queue-attributes.ts';
import { parseReceiptHandle } from './receipt-handle.ts';
import { receivedMessage } from './received-message.ts';
import type { sqsReceiver } from './receiver.ts';
import type { QueueRow } from './rows.ts';
import { attributesRequest, receiptRequest, receiveRequest, visibilityRequest } from './schemas.ts';

type Input = Record<string, unknown>;
export type Operation = (queue: QueueRow, input: Input) => object | Promise<object>;

interface Dependencies {
  readonly db: DatabaseSync;
  readonly messages: MessageStore;
  readonly receive: ReturnType<typeof sqsReceiver>;
  readonly queueUrl: (name: string) => string;
  readonly now: () => number;
}

/** The operations on one queue, by name. */
export function queueOperations(dependencies: Dependencies): Readonly<Record<string, Operation>> {
  const { db, messages, receive, queueUrl, now } = dependencies;

  function send(queue: QueueRow, input: Input) {
    const message = parseSend(input);
    const { MessageBody, MessageAttributes, MessageGroupId = '', DelaySeconds } = message;
    const message_id = randomUUID();
    const sent_at = now();
    messages.add({
      queue: queue.name,
      message_id,
      body: MessageBody,
      attributes: JSON.stringify(MessageAttributes),
      bytes: messageBytes(message),
      message_group: MessageGroupId,
      sent_at,
      visible_at: sent_at + (DelaySeconds === undefined ? queue.delay : DelaySeconds * 1000),
    });
    return { MessageId: message_id, MD5OfMessageBody: md5(MessageBody), ...attributesMd5(MessageAttributes) };
  }

  function remove(queue: QueueRow, input: Input) {
    const { ReceiptHandle } = parse(receiptRequest, input);
    messages.remove(queue.name, parseReceiptHandle(queue.name, ReceiptHandle));
    return {};
  }

  return {
    SendMessage: send,
    SendMessageBatch(queue, input) {
      const entries = parseSendBatch(input);
      return transaction(db, () => eachEntry(entries, (entry) => send(queue, entry)));
    },
    async ReceiveMessage(queue, input) {
      const request = parse(receiveRequest, input);
      const { MaxNumberOfMessages: max, WaitTimeSeconds, VisibilityTimeout } = request;
      const visibilityMs = VisibilityTimeout === undefined ? undefined : VisibilityTimeout * 1000;
      const rows = await receive(queue.name, { max, waitMs: WaitTimeSeconds * 1000, visibilityMs });
      const system = [...request.AttributeNames, ...request.MessageSystemAttributeNames];
      const Messages = rows.map((row) => receivedMessage(row, system, request.MessageAttributeNames));
      return Messages.length > 0 ? { Messages } : {};
    },
    DeleteMessage: remove,
    DeleteMessageBatch(queue, input) {
      const entries = parseBatch(input);
      return transaction(db, () => eachEntry(entries, (entry) => remove(queue, entry)));
    },
    ChangeMessageVisibility(queue, input) {
      const { ReceiptHandle, VisibilityTimeout } = parse(visibilityRequest, input);
      const receipt = parseReceiptHandle(queue.name, ReceiptHandle);
      const at = now();
      if (messages.hide(queue.name, receipt, at + VisibilityTimeout * 1000, at)) return {};
      throw new ServiceError('MessageNotInflight', "The specified message isn't in flight.");
    },
    GetQueueAttributes(queue, input) {
      const { AttributeNames: names } = parse(attributesRequest, input);
      const attributes = Object.entries(queueAttributes(queue, messages.depth(queue.name, now())));
      const selected = attributes.filter(([name]) => names.includes('All') || names.includes(name));
      return { Attributes: Object.fromEntries(selected) };
    },
    GetQueueUrl: (queue) => ({ QueueUrl: queueUrl(queue.name) }),
    PurgeQueue(queue) {
      messages.purge(queue.name);
      return {};
    },
  };
}
