import { createHash } from 'node:crypto';
import { ACCOUNT, arn, ServiceError } from './service.ts';
import type { MessageRow } from './sqs-store.ts';

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  /** base64 */
  readonly BinaryValue?: string | undefined;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message as ReceiveMessage answers it. */
export interface SqsMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes: Readonly<Record<string, string>>;
  readonly MessageAttributes?: MessageAttributes;
  readonly MD5OfMessageAttributes?: string;
}

export function md5(data: string | Buffer): string {
  return createHash('md5').update(data).digest('hex');
}

/** The hash of the developer guide, "Calculating the MD5 message digest for message attributes". */
export function attributesMd5(attributes: MessageAttributes): { MD5OfMessageAttributes?: string } {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return {};
  const sized = (data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, data]);
  };
  const parts = names.flatMap((name) => {
    const { DataType, StringValue, BinaryValue = '' } = attributes[name] as MessageAttribute;
    const value = StringValue === undefined ? Buffer.from(BinaryValue, 'base64') : Buffer.from(StringValue);
    const transport = Buffer.of(StringValue === undefined ? 2 : 1);
    return [sized(Buffer.from(name)), sized(Buffer.from(DataType)), transport, sized(value)];
  });
  return { MD5OfMessageAttributes: md5(Buffer.concat(parts)) };
}

const wanted = (names: readonly string[], name: string) =>
  names.some((n) => n === 'All' || n === name || (n.endsWith('.*') && name.startsWith(n.slice(0, -2))));

const select = <T>(all: Readonly<Record<string, T>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => wanted(names, name)));

const EVERYTHING = ['All'];

export function toMessage(row: MessageRow, system = EVERYTHING, user = EVERYTHING): SqsMessage {
  const attributes: Record<string, string> = {
    SenderId: ACCOUNT,
    SentTimestamp: String(row.sent_at),
    ApproximateReceiveCount: String(row.receives),
    ApproximateFirstReceiveTimestamp: String(row.first_received_at),
    ...(row.message_group !== '' && { MessageGroupId: row.message_group }),
    ...(row.dead_letter_source !== null && { DeadLetterQueueSourceArn: arn('sqs', row.dead_letter_source) }),
  };
  const custom = select(JSON.parse(row.attributes) as MessageAttributes, user);
  return {
    MessageId: row.message_id,
    ReceiptHandle: Buffer.from(`${row.queue}:${row.id}:${row.receives}`).toString('base64url'),
    Body: row.body,
    MD5OfBody: md5(row.body),
    Attributes: select(attributes, system),
    ...(Object.keys(custom).length > 0 && { MessageAttributes: custom }),
    ...attributesMd5(custom),
  };
}

/** @throws ServiceError ReceiptHandleIsInvalid when this queue never gave out such a handle */
export function parseHandle(queue: string, handle: string): { id: number; receives: number } {
  const [name, id, receives] = Buffer.from(handle, 'base64url').toString().split(':');
  if (name !== queue || !Number(id) || !Number(receives)) {
    const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
    throw new ServiceError('ReceiptHandleIsInvalid', message);
  }
  return { id: Number(id), receives: Number(receives) };
}
