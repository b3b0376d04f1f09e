import * as z from 'zod';

import { buttonAction } from '../content/button.ts';
import { buttonType } from '../content/button-type.ts';
import { alert } from './alert.ts';

/** The source of these events, on a bus that may carry others, too. */
export const EVENT_SOURCE = 'herald';

/** The types that a webhook endpoint gets unless it names others. */
export const EVENT_TYPES = [
  'campaign.button_clicked',
  'customer.replied',
  'customer.opted_out',
  'conversion.recorded',
  'campaign.started',
  'campaign.paused',
  'campaign.completed',
  'button.event',
  'alert.raised',
] as const;

/** The types that a webhook endpoint gets only if it names them: there is one for each message. */
export const MESSAGE_EVENT_TYPES = ['message.delivered', 'message.read', 'message.failed'] as const;
export type MessageEventType = (typeof MESSAGE_EVENT_TYPES)[number];

/** The types that webhook endpoints may subscribe to. Other types on the bus are for Herald itself. */
export const eventType = z
  .enum([...EVENT_TYPES, ...MESSAGE_EVENT_TYPES])
  .meta({ id: 'EventType', description: 'What happened.', examples: ['campaign.button_clicked'] });

const context = {
  campaign: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Which of the campaign's contents, where it has several. */
  content_key: z.string().optional(),
  /** Which arm of its experiment; null outside of one. */
  variant: z.string().nullable(),
};
const customer = z.object({ id: z.string() });
const button = z.object({ id: z.string(), title: z.string(), type: buttonType });

const envelope = <const Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({
    /** Equal for repeated deliveries of the same event. */
    id: z.string(),
    type: z.literal(type),
    tenant_id: z.string(),
    timestamp: z.iso.datetime(),
    data,
  });

const interaction = z.object({ id: z.string(), message_id: z.string(), source: z.string(), clicked_at: z.string() });
const campaign = z.object({ ...context, status: z.string(), status_reason: z.string().nullable() });

export const buttonClicked = envelope(
  'campaign.button_clicked',
  z.object({ ...context, customer, button, interaction, action: buttonAction.nullable() }),
);
export type ButtonClicked = z.infer<typeof buttonClicked>;

/** A message whose outcome is unknown. Its timestamp is that of the attempt. */
export const messageUnknown = envelope(
  'message.unknown',
  z.object({ ...context, customer, message_id: z.string(), attempts: z.number().int() }),
);
export type MessageUnknown = z.infer<typeof messageUnknown>;

/** Whether a webhook endpoint of the tenant asks for this type: only then is the event on its way to endpoints. */
const subscribed = { subscribed: z.literal(true).optional() };

const failure = z.object({
  ...context,
  customer,
  message_id: z.string(),
  code: z.string(),
  /** The code's class, according to the provider's adapter. */
  class: z.string(),
  /** Whether the provider accepted the message first and it failed later; then `attempted_at` is when it was accepted. */
  accepted: z.boolean(),
  attempted_at: z.iso.datetime(),
});

/** A message that failed, at once or later. */
export const messageFailed = envelope('message.failed', failure).extend(subscribed);
export type MessageFailed = z.infer<typeof messageFailed>;

/** A message that failed after it was accepted, and waits to be sent again: its failure is not about the person. */
export const messageReturned = envelope('message.returned', failure);
export type MessageReturned = z.infer<typeof messageReturned>;

/** Both are followed up. */
export const messageFailure = z.discriminatedUnion('type', [messageFailed, messageReturned]);

/** Something needs a person from now on. */
export const alertRaised = envelope('alert.raised', alert);
export type AlertRaised = z.infer<typeof alertRaised>;

export const domainEvent = z.discriminatedUnion('type', [
  buttonClicked,
  messageUnknown,
  messageFailed,
  messageReturned,
  envelope(
    'message.delivered',
    z.object({ ...context, customer, message_id: z.string(), delivered_at: z.iso.datetime() }),
  ).extend(subscribed),
  envelope(
    'message.read',
    z.object({ ...context, customer, message_id: z.string(), read_at: z.iso.datetime() }),
  ).extend(subscribed),
  envelope(
    'customer.replied',
    z.object({
      ...context,
      customer,
      /** The tap that the reply answers, if any. */
      interaction_id: z.string().nullable(),
      /** The provider's id of the message. The words stay in its row, so that they leave with it, wherever events wait. */
      message_sid: z.string().optional(),
      /** Only in events of an earlier version, instead of `message_sid`. */
      text: z.string().optional(),
      media_urls: z.array(z.string()).optional(),
      replied_at: z.string(),
    }),
  ),
  envelope(
    'customer.opted_out',
    z.object({ ...context, customer, button_id: z.string().nullable(), source: z.string().nullable() }),
  ),
  envelope(
    'conversion.recorded',
    z.object({
      ...context,
      customer,
      button,
      interaction_id: z.string(),
      conversion_type: z.string(),
      conversion_reference_id: z.string(),
      value: z.string().nullable(),
      currency: z.string().nullable(),
      converted_at: z.string(),
    }),
  ),
  envelope('campaign.started', campaign),
  envelope('campaign.paused', campaign),
  envelope('campaign.completed', campaign),
  alertRaised,
  /** The event of a button with an action of type `event`, with the name that the campaign gave it. */
  envelope('button.event', z.object({ ...context, customer, button, interaction, name: z.string().nullable() })),
]);
export type DomainEvent = z.infer<typeof domainEvent>;

/** Publishes events to all subscribers. */
export interface EventBus {
  /** @throws Error when the bus did not accept all of them */
  put(events: readonly DomainEvent[]): Promise<void>;
}
