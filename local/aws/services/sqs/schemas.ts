import * as z from 'zod';

import { MAX_ATTRIBUTES, MAX_BATCH_ENTRIES, MAX_DELAY, MAX_VISIBILITY_TIMEOUT, MAX_WAIT_TIME } from './limits.ts';

const seconds = (max: number) => z.int().min(0).max(max);
const names = z.array(z.string()).default([]);

export const sendRequest = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: seconds(MAX_DELAY).optional(),
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
    .refine((attributes) => Object.keys(attributes).length <= MAX_ATTRIBUTES, `at most ${MAX_ATTRIBUTES} attributes`)
    .default({}),
});
export type SendRequest = z.infer<typeof sendRequest>;

export const receiveRequest = z.object({
  MaxNumberOfMessages: z.int().min(1).max(MAX_BATCH_ENTRIES).default(1),
  WaitTimeSeconds: seconds(MAX_WAIT_TIME).default(0),
  VisibilityTimeout: seconds(MAX_VISIBILITY_TIMEOUT).optional(),
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
});

export const receiptRequest = z.object({ ReceiptHandle: z.string() });
export const visibilityRequest = receiptRequest.extend({ VisibilityTimeout: seconds(MAX_VISIBILITY_TIMEOUT) });
export const attributesRequest = z.object({ AttributeNames: names });
export const listRequest = z.object({ QueueNamePrefix: z.string().default('') });
export const batchRequest = z.object({ Entries: z.array(z.looseObject({ Id: z.string() })).default([]) });
