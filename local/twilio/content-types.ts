import * as z from 'zod';
import { placeholders } from './template.ts';

const title = z.string().min(1).max(20);
const text = (max: number) => z.string().min(1).max(max);
const media = z.array(z.string().regex(/^https?:\/\/\S+$/)).min(1);

const reply = z.strictObject({ type: z.literal('QUICK_REPLY'), title, id: z.string().min(1).max(128) });
const link = z.strictObject({
  type: z.literal('URL'),
  title,
  url: z
    .string()
    .max(2000)
    .regex(/^https?:\/\/[^{}\s]+(\/\{\{\w+\}\})?$/, 'one variable at most, at the end, after a /'),
});
const phone = z.strictObject({ type: z.literal('PHONE_NUMBER'), title, phone: z.string().regex(/^\+[1-9]\d{6,14}$/) });

const anyAction = z.discriminatedUnion('type', [reply, link, phone]);
const actions = <T extends { title: string; type?: string }>(action: z.ZodType<T>) =>
  z
    .array(action)
    .min(1)
    .max(10)
    .refine((buttons) => new Set(buttons.map((button) => button.title)).size === buttons.length, 'titles must differ')
    .refine((buttons) => buttons.filter((button) => button.type === 'URL').length <= 2, 'two URL buttons at most')
    .refine(
      (buttons) => buttons.filter((button) => button.type === 'PHONE_NUMBER').length <= 1,
      'one PHONE_NUMBER button at most',
    );

const types = z
  .strictObject({
    'whatsapp/card': z
      .strictObject({
        body: text(1024),
        footer: text(60).optional(),
        header_text: text(60).optional(),
        media: media.optional(),
        actions: actions(anyAction).optional(),
      })
      .refine((card) => !(card.header_text && card.media), 'either header_text or media'),
    'twilio/card': z.strictObject({
      title: text(1024),
      subtitle: text(60).optional(),
      media: media.optional(),
      actions: actions(anyAction).optional(),
    }),
    'twilio/call-to-action': z.strictObject({
      body: text(640),
      actions: actions(z.discriminatedUnion('type', [link, phone])),
    }),
    'twilio/quick-reply': z.strictObject({
      body: text(1024),
      actions: actions(reply.extend({ type: reply.shape.type.optional() })),
    }),
    'twilio/media': z.strictObject({ body: text(1600).optional(), media }),
    'twilio/text': z.strictObject({ body: text(1600) }),
  })
  .partial()
  .refine((present) => Object.keys(present).length > 0, 'at least one type');

/** The body of `POST /v1/Content`, with the limits of WhatsApp that also apply within a session. */
export const contentRequest = z
  .strictObject({
    friendly_name: z.string().optional(),
    language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/, 'a language as WhatsApp spells it: en, pt_BR'),
    variables: z.record(z.string(), z.string().min(1)).default({}),
    types,
  })
  .refine(
    ({ types, variables }) => placeholders(JSON.stringify(types)).every((name) => Object.hasOwn(variables, name)),
    { path: ['variables'], message: 'every variable needs a sample value' },
  );

export type Types = z.infer<typeof types>;

export interface Action {
  readonly type?: 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER' | undefined;
  readonly title: string;
  readonly id?: string;
  readonly url?: string;
  readonly phone?: string;
}

/** What a person sees, whichever content type it comes from. */
export interface Rendered {
  readonly body?: string | undefined;
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  readonly footer?: string | undefined;
  readonly header_text?: string | undefined;
  readonly media?: readonly string[] | undefined;
  readonly actions?: readonly Action[] | undefined;
}

/** WhatsApp shows the richest of a content's types. */
export function shown(types: Types): Rendered {
  return (
    types['whatsapp/card'] ??
    types['twilio/card'] ??
    types['twilio/call-to-action'] ??
    types['twilio/quick-reply'] ??
    types['twilio/media'] ??
    types['twilio/text'] ??
    {}
  );
}
