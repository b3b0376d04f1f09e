import * as z from 'zod';

import { readExpression } from './expression.ts';

/** What the API takes and templates hold; a property that is not here is an error, never passed over. */
export const schedule = z.strictObject({
  Name: z.string().regex(/^[\w.-]{1,64}$/),
  GroupName: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .default('default'),
  Description: z.string().max(512).optional(),
  ScheduleExpression: z.string().refine(readExpression, 'must be at(yyyy-mm-ddThh:mm:ss) or rate(n minutes)'),
  ScheduleExpressionTimezone: z.enum(['UTC', 'Etc/UTC']).default('UTC'),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  ClientToken: z.string().optional(),
  Target: z.strictObject({
    Arn: z.string().startsWith('arn:aws:lambda:'),
    RoleArn: z.string().startsWith('arn:aws:iam:'),
    Input: z.string().optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string().startsWith('arn:aws:sqs:') }).optional(),
    /** Of the call itself, which never fails here: how often a function is tried is Lambda's to say. */
    RetryPolicy: z
      .strictObject({ MaximumEventAgeInSeconds: z.number().optional(), MaximumRetryAttempts: z.number().optional() })
      .optional(),
  }),
});
export type Schedule = z.infer<typeof schedule>;
