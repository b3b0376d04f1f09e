import type * as z from 'zod';

import { ServiceError } from '../service.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import { sendRequest, type SendRequest } from './schemas.ts';

// The characters of XML 1.0, as the API demands.
const BODY = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

/** @throws ServiceError MissingParameter, InvalidParameterValue */
export function parse<T>(schema: z.ZodType<T>, input: Record<string, unknown>): T {
  const { data, error } = schema.safeParse(input);
  const issue = error?.issues[0];
  if (!issue) return data as T;
  const [name = ''] = issue.path;
  if (!Object.hasOwn(input, name)) {
    throw new ServiceError('MissingParameter', `The request must contain the parameter ${String(name)}.`);
  }
  const message = `Value for parameter ${issue.path.join('.')} is invalid. Reason: ${issue.message}.`;
  throw new ServiceError('InvalidParameterValue', message);
}

/** @throws ServiceError as parse does; InvalidMessageContents; InvalidParameterValue for a message over the limit */
export function parseSend(input: Record<string, unknown>): SendRequest {
  const message = parse(sendRequest, input);
  if (!BODY.test(message.MessageBody)) {
    throw new ServiceError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  if (messageBytes(message) > MAX_MESSAGE_BYTES) {
    const reason = `Message must be shorter than ${MAX_MESSAGE_BYTES} bytes.`;
    throw new ServiceError('InvalidParameterValue', `One or more parameters are invalid. Reason: ${reason}`);
  }
  return message;
}

/** A message's size as SQS counts it: the body, and each attribute's name, type and value. */
export function messageBytes({ MessageBody, MessageAttributes }: SendRequest): number {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
  );
  return attributes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(MessageBody));
}
