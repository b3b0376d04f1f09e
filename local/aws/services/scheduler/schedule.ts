import * as z from 'zod';

import { arn } from '../service.ts';
import { readExpression } from './expression.ts';

const name = z.string().regex(/^[\w.-]{1,64}$/);

/** What the API accepts and templates hold. A property that is not listed here is an error: none is ignored. */
export const scheduleSchema = z.strictObject({
  Name: name,
  GroupName: name.default('default'),
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
    /** Of the call itself, which never fails here: how often a function is tried is up to Lambda. */
    RetryPolicy: z
      .strictObject({ MaximumEventAgeInSeconds: z.number().optional(), MaximumRetryAttempts: z.number().optional() })
      .optional(),
  }),
});
export type Schedule = z.infer<typeof scheduleSchema>;

export function scheduleArn({ GroupName, Name }: { readonly GroupName: unknown; readonly Name: unknown }): string {
  return arn('scheduler', `schedule/${String(GroupName)}/${String(Name)}`);
}
