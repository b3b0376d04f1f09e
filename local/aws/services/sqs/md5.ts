import { createHash } from 'node:crypto';

import type { MessageAttribute, MessageAttributes } from './message.ts';

const STRING_VALUE = 1;
const BINARY_VALUE = 2;

export function md5(data: string | Buffer): string {
  return createHash('md5').update(data).digest('hex');
}

/** The hash of the developer guide, "Calculating the MD5 message digest for message attributes". */
export function attributesMd5(attributes: MessageAttributes): { MD5OfMessageAttributes?: string } {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return {};
  const parts = names.flatMap((name) => {
    const { DataType, StringValue, BinaryValue = '' } = attributes[name] as MessageAttribute;
    const value = StringValue === undefined ? Buffer.from(BinaryValue, 'base64') : Buffer.from(StringValue);
    const kind = Buffer.of(StringValue === undefined ? BINARY_VALUE : STRING_VALUE);
    return [withLength(Buffer.from(name)), withLength(Buffer.from(DataType)), kind, withLength(value)];
  });
  return { MD5OfMessageAttributes: md5(Buffer.concat(parts)) };
}

function withLength(data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, data]);
}
