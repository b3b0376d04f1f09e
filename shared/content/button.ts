import * as z from 'zod';

import { e164 } from '../platform/formats.ts';
import { BLANK, isBlank, titleFaults } from './blank.ts';
import { buttonType, type ButtonType } from './button-type.ts';
import { CONTENT_LIMITS } from './limits.ts';
import { mediaAddress } from './media-address.ts';
import { linkAddress } from './link-address.ts';
import { hasPlaceholder, placeholderFaults } from './placeholder.ts';

const MAX_COMPARED = 100;

const buttonId = z
  .string()
  .min(1)
  .max(128)
  .meta({ examples: ['order'] });
const title = z
  .string()
  .min(1)
  .max(CONTENT_LIMITS.title)
  .meta({ description: 'What the button says.', examples: ['Order'] });
const quickReply = z.strictObject({ id: buttonId, title });

const message = z.string().min(1).max(CONTENT_LIMITS.message);

/** What a reply may hold in the conversation that the tap opened. */
function replyWith(mediaUrl: z.ZodType<string, string>) {
  return {
    message: message.optional().meta({ examples: ['Thank you, {{name}}!'] }),
    media_url: mediaUrl.optional(),
    buttons: z.array(quickReply).max(3).superRefine(refuseDuplicates, { when: hasList }).optional(),
  };
}

/** A reply that the campaign's author wrote; its message may hold the placeholders of a campaign. */
function autoReplyWith(mediaUrl: z.ZodType<string, string>) {
  return z.strictObject({ type: z.literal('auto_reply'), ...replyWith(mediaUrl) });
}

type Loose = Partial<{ message: unknown; media_url: unknown; buttons: unknown }>;

/** @param textFaults what is wrong with the message, if there is one */
function refuseIncomplete(textFaults: (message: string) => readonly { code: string; message: string }[]) {
  return ({ message, media_url, buttons }: Loose, context: z.core.$RefinementCtx): void => {
    const faults =
      typeof message === 'string'
        ? [...(isBlank(message) ? [BLANK] : []), ...textFaults(message)]
        : [{ code: 'required', message: 'a reply needs this, but for media without buttons' }];
    const withButtons = Array.isArray(buttons) && buttons.length > 0;
    const mediaAlone = message === undefined && media_url !== undefined && !withButtons;
    const ofMessage = (mediaAlone ? [] : faults).map((fault) => ({ ...fault, path: 'message' }));
    for (const { path, code, message: text } of [...ofMessage, ...titleFaults(buttons)])
      context.addIssue({ code: 'custom', path: path.split('.'), message: text, params: { code } });
  };
}

const autoReply = autoReplyWith(mediaAddress).superRefine(
  refuseIncomplete((text) => placeholderFaults(text, 'message')),
  { when: hasObject },
);

/**
 * What an agent may answer a tap with. No placeholder: an agent repeats what customers write, and a customer would read
 * whatever attribute they name.
 */
export const agentReply = z.strictObject(replyWith(mediaAddress)).superRefine(
  refuseIncomplete((text) =>
    hasPlaceholder(text) ? [{ code: 'placeholder', message: 'an agent writes the words themselves' }] : [],
  ),
  { when: hasObject },
);
export type AgentReply = z.infer<typeof agentReply>;

function agentWith(fallback: z.ZodType<string, string>) {
  return z.strictObject({
    type: z.literal('agent'),
    webhook_endpoint_id: z.string().min(1).max(64).describe('Which of your webhook endpoints answers the tap.'),
    timeout_seconds: z
      .number()
      .int()
      .min(1)
      .max(CONTENT_LIMITS.agentSeconds)
      .default(8)
      .describe('How long its answer may take.'),
    fallback: fallback.meta({
      description: 'What the customer gets when the agent gives no answer that can be sent; may hold placeholders.',
      examples: ['Thank you, {{name}}! We will write to you today.'],
    }),
  });
}

const agent = agentWith(
  message.superRefine((text, context) => {
    for (const { code, message } of [...(isBlank(text) ? [BLANK] : []), ...placeholderFaults(text, 'fallback')])
      context.addIssue({ code: 'custom', message, params: { code } });
  }),
);

const otherActions = [
  z.strictObject({
    type: z.literal('tag'),
    tags: z
      .array(
        z
          .string()
          .trim()
          .min(1)
          .max(64)
          .meta({ examples: ['interested'] }),
      )
      .min(1)
      .max(50),
  }),
  z.strictObject({ type: z.literal('opt_out') }),
  z.strictObject({
    type: z.literal('event'),
    name: z.string().min(1).max(CONTENT_LIMITS.eventName).optional().describe('What the event is to be called.'),
  }),
  z.strictObject({
    type: z.literal('webhook'),
    webhook_endpoint_id: z.string().min(1).max(64).optional().describe('All enabled endpoints without it.'),
  }),
] as const;

/** What happens after a tap on a reply button. */
export const buttonAction = z
  .discriminatedUnion('type', [autoReply, agent, ...otherActions])
  .meta({ id: 'ButtonActionGiven', examples: [{ type: 'auto_reply', message: 'Thank you, {{name}}!' }] });
export type ButtonAction = z.infer<typeof buttonAction>;

/** The webhook endpoint that an action names, if it names one. */
export function endpointOf(action: ButtonAction | undefined): string | undefined {
  return action && 'webhook_endpoint_id' in action ? action.webhook_endpoint_id : undefined;
}

const URL_OF_BUTTON =
  'Where the tap leads; required for a url button. May hold placeholders in its path and in the values of its query.';
const ACTION = 'What happens after a tap; only of a reply button.';

const fields = z.strictObject({
  id: buttonId,
  title,
  type: buttonType,
  url: linkAddress.optional().describe(URL_OF_BUTTON),
  phone_number: e164.optional().describe('Whom the tap calls; required for a call button.'),
  forward_to: e164
    .optional()
    .describe(
      'The number that calls are forwarded to; then `phone_number` is a tracked number of the tenant at the provider.',
    ),
  action: buttonAction.optional().describe(ACTION),
});

/** Buttons as they are stored and shown: earlier versions took addresses that requests may not hold any more. */
export const storedButtons = z.array(
  fields
    .extend({
      url: z.string().optional().describe(URL_OF_BUTTON),
      untracked: z
        .literal(true)
        .optional()
        .describe('A link of an existing template that leads past Herald, so that nobody sees its taps.'),
      action: z
        .discriminatedUnion('type', [autoReplyWith(z.string()), agentWith(message), ...otherActions])
        .meta({ id: 'ButtonAction', examples: [{ type: 'auto_reply', message: 'Thank you, {{name}}!' }] })
        .optional()
        .describe(ACTION),
    })
    .meta({ id: 'Button', examples: [{ id: 'order', title: 'Order', type: 'reply' }] }),
);
export type Button = z.infer<typeof storedButtons>[number];

type OwnField = Exclude<keyof Button, 'id' | 'title' | 'type'>;

/** The fields that only one type has, and whether it must have them. */
const OWN_FIELDS: Readonly<Record<ButtonType, Readonly<Partial<Record<OwnField, 'required' | 'optional'>>>>> = {
  url: { url: 'required' },
  call: { phone_number: 'required', forward_to: 'optional' },
  reply: { action: 'optional' },
};

export const button = fields
  .superRefine(
    (button: Partial<Button>, context) => {
      const own = Object.entries(OWN_FIELDS).flatMap(([type, owned]) =>
        Object.entries(owned).map(([field, need]) => ({ type, field: field as OwnField, need })),
      );
      const fault = (field: OwnField, code: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message, params: { code } });
      for (const { type, field } of own)
        if (button[field] !== undefined && button.type !== type)
          fault(field, 'refused', `only a button of type ${type} takes this`);
      for (const { type, field, need } of own)
        if (need === 'required' && button[field] === undefined && button.type === type)
          fault(field, 'required', `a button of type ${type} needs this`);
    },
    { when: hasObject },
  )
  .meta({ id: 'ButtonGiven', examples: [{ id: 'order', title: 'Order', type: 'reply' }] });

export const buttons = z.array(button).max(CONTENT_LIMITS.buttons).superRefine(refuseDuplicates, { when: hasList });

function refuseDuplicates(buttons: readonly (object | null)[], context: z.core.$RefinementCtx): void {
  // The schema refuses so many; comparing each with each would take minutes.
  if (buttons.length > MAX_COMPARED) return;
  for (const field of ['id', 'title'] as const) {
    const values = buttons.map((button: Partial<Pick<Button, 'id' | 'title'>> | null) => button?.[field]);
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
}

function hasList({ value }: { value: unknown }): boolean {
  return Array.isArray(value);
}

/** Lets a rule over several fields run even when single fields have faults, so that all are reported at once. */
export function hasObject({ value }: { value: unknown }): boolean {
  return typeof value === 'object' && value !== null;
}
