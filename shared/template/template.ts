import * as z from 'zod';

import { BUTTON_TYPES } from '../content/button-type.ts';
import { idOf } from '../platform/ids.ts';
import { idOfText } from '../platform/packed-ids.ts';

export const TEMPLATE_STATUSES = ['draft', 'submitted', 'approved', 'rejected', 'paused', 'disabled', 'gone'] as const;
/** `draft` was never submitted; `gone` is no longer at the provider. */
export const templateStatus = z.enum(TEMPLATE_STATUSES);
export type TemplateStatus = z.infer<typeof templateStatus>;

const text = z.string();

/** What a template says, with its variables as `{{1}}`. */
export const templateContent = z.object({
  header: z.union([
    z.object({ type: z.literal('none') }),
    z.object({ type: z.literal('text'), text }),
    z.object({ type: z.enum(['image', 'video', 'document']), url: text }),
  ]),
  body: text,
  footer: text.optional(),
  buttons: z.array(
    z.object({
      type: z.enum(BUTTON_TYPES),
      title: text,
      /** What a tap on a reply button returns; may be a variable. */
      id: text.optional(),
      /** May end with a variable. */
      url: text.optional(),
      /** Whether the link leads through Herald, and its variable is the token of a tap. */
      tracked: z.literal(true).optional(),
      phone_number: text.optional(),
    }),
  ),
});
export type TemplateContent = z.infer<typeof templateContent>;

/** A template of the tenant's account at the provider, as it was when last looked at. */
export const template = z.object({
  id: idOf('tpl'),
  tenant_id: idOf('ten'),
  /** The provider's id. */
  provider_template_id: z.string(),
  name: z.string(),
  /** As WhatsApp spells it, with - for _: BCP 47. */
  language: z.string(),
  /** As WhatsApp has it now, which may differ from what was asked for; null before it is submitted. */
  category: z.string().nullable(),
  status: templateStatus,
  rejection_reason: z.string().nullable(),
  quality: z.string().nullable(),
  /** Null for a kind that Herald cannot send. */
  content: templateContent.nullable(),
  /** The sample values of its variables. */
  variables: z.record(z.string(), z.string()),
  created_at: z.iso.datetime(),
  last_synced_at: z.iso.datetime(),
});
export type Template = z.infer<typeof template>;

export const templateWire = template
  .omit({ tenant_id: true, provider_template_id: true })
  .extend({ content_sid: z.string().describe("The provider's id.") });

export function showTemplate({ provider_template_id, ...fields }: Template): z.input<typeof templateWire> {
  return { ...fields, content_sid: provider_template_id };
}

/** A template of an account always has the same id, so that looking at it again finds its row. */
export function templateIdOf(account: string, provider_template_id: string): string {
  return idOfText('tpl', `${account}#${provider_template_id}`);
}
