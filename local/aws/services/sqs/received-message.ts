import { ACCOUNT, arn } from '../service.ts';
import { attributesMd5, md5 } from './md5.ts';
import type { MessageAttributes, SqsMessage } from './message.ts';
import { receiptHandle } from './receipt-handle.ts';
import type { MessageRow } from './rows.ts';

/** Names of attributes, `prefix.*` or All. */
type Selection = readonly string[];

const ALL: Selection = ['All'];

/** A row as ReceiveMessage answers it, with the system and message attributes that were asked for. */
export function receivedMessage(row: MessageRow, systemAttributes = ALL, messageAttributes = ALL): SqsMessage {
  const system: Record<string, string> = {
    SenderId: ACCOUNT,
    SentTimestamp: String(row.sent_at),
    ApproximateReceiveCount: String(row.receives),
    ApproximateFirstReceiveTimestamp: String(row.first_received_at),
    ...(row.message_group !== '' && { MessageGroupId: row.message_group }),
    ...(row.dead_letter_source !== null && { DeadLetterQueueSourceArn: arn('sqs', row.dead_letter_source) }),
  };
  const attributes = select(JSON.parse(row.attributes) as MessageAttributes, messageAttributes);
  return {
    MessageId: row.message_id,
    ReceiptHandle: receiptHandle(row),
    Body: row.body,
    MD5OfBody: md5(row.body),
    Attributes: select(system, systemAttributes),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
    ...attributesMd5(attributes),
  };
}

function select<T>(attributes: Readonly<Record<string, T>>, selection: Selection): Record<string, T> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => selection.some((part) => covers(part, name))),
  );
}

function covers(part: string, name: string): boolean {
  return part === 'All' || part === name || (part.endsWith('.*') && name.startsWith(part.slice(0, -2)));
}
