import * as z from 'zod';
import { ServiceError } from './service.ts';

/** The most one message, and one batch, may hold: bodies and attributes together. */
export const MESSAGE_BYTES = 1_048_576;

const wholeSeconds = (max: number) => z.int().min(0).max(max).optional();
const strings = z.array(z.string()).default([]);
// The characters XML 1.0 allows, as the API demands.
const BODY = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

export const sendRequest = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: wholeSeconds(900),
  MessageGroupId: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .optional(),
  MessageAttributes: z
    .record(
      z.string(),
      z.object({
        DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/),
        StringValue: z.string().optional(),
        BinaryValue: z.base64().optional(),
      }),
    )
    .refine((attributes) => Object.keys(attributes).length <= 10, 'at most 10 attributes')
    .default({}),
});
export type SendRequest = z.infer<typeof sendRequest>;

export const receiveRequest = z.object({
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  WaitTimeSeconds: wholeSeconds(20),
  VisibilityTimeout: wholeSeconds(43_200),
  AttributeNames: strings,
  MessageSystemAttributeNames: strings,
  MessageAttributeNames: strings,
});

export const receiptRequest = z.object({ ReceiptHandle: z.string() });
export const visibilityRequest = receiptRequest.extend({ VisibilityTimeout: z.int().min(0).max(43_200) });
export const attributesRequest = z.object({ AttributeNames: strings });
export const listRequest = z.object({ QueueNamePrefix: z.string().default('') });
const batchRequest = z.object({ Entries: z.array(z.looseObject({ Id: z.string() })).default([]) });

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
  if (messageBytes(message) > MESSAGE_BYTES) {
    const reason = `Message must be shorter than ${MESSAGE_BYTES} bytes.`;
    throw new ServiceError('InvalidParameterValue', `One or more parameters are invalid. Reason: ${reason}`);
  }
  return message;
}

export function messageBytes({ MessageBody, MessageAttributes }: SendRequest): number {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
  );
  return attributes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(MessageBody));
}

type Entry = Record<string, unknown> & { readonly Id: string };

/** @throws ServiceError for what refuses a whole batch, whatever its entries say */
export function parseBatch(input: Record<string, unknown>): readonly Entry[] {
  const { Entries } = parse(batchRequest, input);
  const refuse = (code: string, message: string) => {
    throw new ServiceError(code, message);
  };
  if (Entries.length === 0) refuse('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (Entries.length > 10) {
    refuse('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10. You have sent more.');
  }
  if (Entries.some(({ Id }) => !/^[\w-]{1,80}$/.test(Id))) {
    refuse(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores.',
    );
  }
  if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length) {
    refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  return Entries;
}

/** @throws ServiceError as parseBatch does; BatchRequestTooLong */
export function parseSendBatch(input: Record<string, unknown>): readonly Entry[] {
  const entries = parseBatch(input);
  const sizes = entries
    .map((entry) => sendRequest.safeParse(entry).data)
    .map((sent) => (sent ? messageBytes(sent) : 0));
  if (sizes.reduce((sum, size) => sum + size) > MESSAGE_BYTES) {
    const message = `Batch requests cannot be longer than ${MESSAGE_BYTES} bytes.`;
    throw new ServiceError('BatchRequestTooLong', message);
  }
  return entries;
}

/** Runs each entry for itself: one that fails does not hold the others back. */
export function eachEntry(entries: readonly Entry[], run: (entry: Entry) => object) {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}
