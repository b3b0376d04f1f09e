import * as z from 'zod';

/**
 * A template that was not made of the content, but the content of it: how a message fills the template's own variables.
 * The content itself is what the template says.
 */
export const existingTemplate = z.object({
  /** The provider's id. */
  template_id: z.string(),
  /** Under which it is submitted, should it be a draft still. */
  name: z.string(),
  /** What it was when the campaign named it. */
  status: z.enum(['draft', 'submitted', 'approved']),
  /** As WhatsApp had it then; campaigns of earlier versions know that of their own content alone. */
  category: z.enum(['marketing', 'utility']).optional(),
  /** By variable number, as text: a text that may hold placeholders, or the token of the button at this place. */
  variables: z.record(
    z.string(),
    z.union([
      /** `in_url`: at the end of an address, and so percent-encoded. */
      z.object({ text: z.string(), in_url: z.literal(true).optional() }),
      z.object({ button: z.number().int() }),
    ]),
  ),
});
export type ExistingTemplate = z.infer<typeof existingTemplate>;
