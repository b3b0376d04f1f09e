import * as z from 'zod';

import { BUTTON_TYPES } from '../content/button-type.ts';
import { idOf } from '../platform/ids.ts';
import { idOfText } from '../platform/packed-ids.ts';

export const TEMPLATE_STATUSES = ['draft', 'submitted', 'approved', 'rejected', 'paused', 'disabled', 'gone'] as const;
/** `draft` was never submitted; `gone` is no longer at the provider. */
export const templateStatus = z.enum(TEMPLATE_STATUSES);
export type TemplateStatus = z.infer<typeof templateStatus>;

const text = z.string();
const textOf = (description: string, ...examples: string[]) => z.string().meta({ description, examples });

/** What a template says, with its variables as `{{1}}`. */
export const templateContent = z.object({
  header: z
    .union([
      z.object({ type: z.literal('none') }),
      z.object({ type: z.literal('text'), text: textOf('The line.', 'News') }),
      z.object({ type: z.enum(['image', 'video', 'document']), url: text }),
    ])
    .describe('What is above the text.'),
  body: textOf('The text.', 'Your order leaves on {{1}}.'),
  footer: text.optional().describe('A small line below the text.'),
  buttons: z
    .array(
      z.object({
        type: z.enum(BUTTON_TYPES),
        title: textOf('What people see.', 'Track it'),
        id: text.optional().describe('What a tap on a reply button returns; may be a variable.'),
        url: text.optional().describe('Where a link leads; may end with a variable.'),
        tracked: z
          .literal(true)
          .optional()
          .describe('The link leads through Herald, and its variable is the token of a tap.'),
        phone_number: text.optional().describe('Whom a call button calls.'),
      }),
    )
    .describe('In their order.'),
});
export type TemplateContent = z.infer<typeof templateContent>;

/** A template of the tenant's account at the provider, as it was when last looked at. */
export const template = z.object({
  id: idOf('tpl'),
  tenant_id: idOf('ten'),
  /** The provider's id. */
  provider_template_id: z.string(),
  name: textOf('Its name in the account.', 'order_update'),
  language: textOf('As WhatsApp spells it, with - for _: BCP 47.', 'en'),
  category: z
    .string()
    .nullable()
    .meta({
      description: 'As WhatsApp has it now, which may differ from what was asked for; null before it is submitted.',
      examples: ['utility'],
    }),
  status: templateStatus,
  rejection_reason: text.nullable().meta({ description: 'Why WhatsApp refused it.', examples: [null] }),
  quality: z
    .string()
    .nullable()
    .meta({ description: 'How people like it, if WhatsApp says.', examples: ['high'] }),
  content: templateContent
    .nullable()
    .describe('What it says, with variables like {{1}}; null for a kind that Herald cannot send.'),
  variables: z
    .record(z.string(), z.string())
    .meta({ description: 'The sample values of its variables.', examples: [{ 1: 'Friday' }] }),
  created_at: z.iso.datetime(),
  last_synced_at: z.iso.datetime().describe('When it was last looked at.'),
});
export type Template = z.infer<typeof template>;

export const templateWire = template
  .omit({ tenant_id: true, provider_template_id: true })
  .extend({ content_sid: textOf('The provider’s id.', 'HX0123456789abcdef0123456789abcdef') })
  .meta({ id: 'Template' });

export function showTemplate({ provider_template_id, ...fields }: Template): z.input<typeof templateWire> {
  return { ...fields, content_sid: provider_template_id };
}

/** A template of an account always has the same id, so that looking at it again finds its row. */
export function templateIdOf(account: string, provider_template_id: string): string {
  return idOfText('tpl', `${account}#${provider_template_id}`);
}
