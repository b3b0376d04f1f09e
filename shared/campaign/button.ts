import * as z from 'zod';

import { e164, httpsUrl } from '../platform/formats.ts';

/** What a tap on a reply button sets off. */
export const buttonAction = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('auto_reply'),
    message: z.string().min(1).max(1024),
    media_url: httpsUrl(500).optional(),
  }),
  z.strictObject({ type: z.literal('tag'), tags: z.array(z.string().min(1).max(64)).min(1).max(50) }),
  z.strictObject({ type: z.literal('opt_out') }),
  z.strictObject({ type: z.literal('event'), name: z.string().min(1).max(128).optional() }),
  z.strictObject({ type: z.literal('webhook'), webhook_endpoint_id: z.string().min(1).max(64).optional() }),
]);

const fields = z.strictObject({
  id: z.string().min(1).max(128),
  title: z.string().min(1).max(20),
  type: z.enum(['reply', 'url', 'call']),
  url: httpsUrl(2000).optional(),
  phone_number: e164.optional(),
  action: buttonAction.optional(),
});
export type Button = z.infer<typeof fields>;

/** Which of the fields goes with which type: its own is required (but for an action), the others' are refused. */
const BELONGS_TO = { url: 'url', phone_number: 'call', action: 'reply' } as const;
const REQUIRED = ['url', 'phone_number'] as const;

export const button = fields.superRefine(
  (given: Partial<Button>, context) => {
    for (const [field, type] of Object.entries(BELONGS_TO) as [keyof typeof BELONGS_TO, Button['type']][]) {
      if (given[field] !== undefined && given.type !== type) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message: `only a button of type ${type} takes this`,
          params: { code: 'refused' },
        });
      }
    }
    for (const field of REQUIRED) {
      if (given[field] === undefined && given.type === BELONGS_TO[field]) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message: `a button of type ${given.type} needs this`,
          params: { code: 'required' },
        });
      }
    }
  },
  { when: hasObject },
);

export const buttons = z
  .array(button)
  .max(3)
  .superRefine(
    (given, context) => {
      for (const field of ['id', 'title'] as const) {
        const values = given.map((one: Partial<Button> | null) => one?.[field]);
        values.forEach((value, index) => {
          if (value === undefined || values.indexOf(value) === index) return;
          context.addIssue({
            code: 'custom',
            path: [index, field],
            message: `another button has this ${field}`,
            params: { code: 'duplicate' },
          });
        });
      }
    },
    { when: ({ value }) => Array.isArray(value) },
  );

/** Lets a rule over several fields run beside the faults of single fields, so that a caller learns all at once. */
export function hasObject({ value }: { value: unknown }): boolean {
  return typeof value === 'object' && value !== null;
}
