import * as z from 'zod';

import { hasObject } from '../content/button.ts';
import { contentFaults } from '../content/content-faults.ts';
import { contentFields, type ContentFields } from '../content/content-fields.ts';

/** What a caller gives for a template: its name, and the fields of a campaign that make up a content. */
export const templateDraft = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9_]{1,64}$/, 'must be 1 to 64 small letters, digits or _')
      .meta({
        description: 'Unique in the account, together with the language, for ever.',
        examples: ['spring_sale'],
      }),
    category: z.enum(['marketing', 'utility']).default('marketing').describe('What it will be submitted as.'),
    ...contentFields,
  })
  .superRefine(
    (draft: Partial<ContentFields>, context) => {
      for (const { path, code, message } of contentFaults(draft, 'template'))
        context.addIssue({ code: 'custom', path: path.split('.'), message, params: { code } });
    },
    { when: hasObject },
  );
