import * as z from 'zod';

import { timestamp } from '../platform/clock.ts';
import type { DelayQueue } from '../platform/delay-queue.ts';
import { idOf, sha256 } from '../platform/ids.ts';
import { unpackIds } from '../platform/packed-ids.ts';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'dead_letter'] as const;

/**
 * The delivery of one event to one endpoint. `body` is kept for retries and replays and expires with the row, after 30 days unless the tenant says otherwise.
 * It may hold what the customer wrote, so a delivery about a customer is found by the customer, and leaves with them.
 */
export const delivery = z.object({
  id: idOf('dlv'),
  tenant_id: idOf('ten'),
  endpoint_id: idOf('whe'),
  event_id: z
    .string()
    .meta({ description: 'Equal for repeated deliveries of the same event.', examples: ['evt_5f2b'] }),
  event_type: z.string().meta({ examples: ['campaign.button_clicked'] }),
  /** Whom the event is about, if it is about one person. */
  customer_id: idOf('cus').optional(),
  /** The exact body that is posted: each attempt signs the same bytes. */
  body: z.string(),
  status: z.enum(DELIVERY_STATUSES).meta({ examples: ['delivered'] }),
  attempts: z.number().int().describe('How many attempts were made since it was queued or replayed.'),
  last_status_code: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'What the endpoint last answered.', examples: [200] }),
  last_error: z
    .string()
    .nullable()
    .meta({ description: 'Why the last attempt failed.', examples: [null] }),
  next_attempt_at: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'When it is tried again.', examples: [null] }),
  /** Until when (milliseconds since the epoch) the running attempt keeps others from starting. */
  lease_until: z.number().optional(),
  created_at: z.iso.datetime(),
  delivered_at: z.iso.datetime().nullable(),
  /** In seconds, for the table's TTL. */
  expires_at: z.number().int(),
});
export type Delivery = z.infer<typeof delivery>;

/** The queue message: only the delivery's key, so that a repeated message finds the row as the first one left it. */
export const deliveryReference = z.object({
  tenant_id: idOf('ten'),
  endpoint_id: idOf('whe'),
  delivery_id: idOf('dlv'),
});
export type DeliveryReference = z.infer<typeof deliveryReference>;

/** A domain event, or the test message of an endpoint. */
export interface WebhookMessage {
  readonly id: string;
  readonly type: string;
  readonly tenant_id: string;
  readonly timestamp: string;
  readonly data: object;
}

/** The outcome of a post: an HTTP status, or a sentence that says why there is none. */
export type PostOutcome = { readonly status_code: number } | { readonly error: string };

export type DeliveryQueue = DelayQueue<DeliveryReference>;

/** Why there is no answer to be read. */
export type NoAnswer = 'timeout' | 'unreachable' | 'too_long';

/** The same, and the answer to it. */
export type AnswerOutcome =
  { readonly status_code: number; readonly answer: string } | { readonly error: string; readonly code: NoAnswer };

export interface WebhookAsker {
  /** @param limits how long the whole answer may take (milliseconds), and be (bytes); beyond them there is an error */
  ask(
    message: Pick<Delivery, 'event_id' | 'body'>,
    to: { url: string; keys: string[] },
    at: number,
    limits: { readonly timeout: number; readonly maxAnswer: number },
  ): Promise<AnswerOutcome>;
}

export interface WebhookPoster {
  /** @param at the time of the attempt, which is signed, in milliseconds since the epoch */
  post(
    message: Pick<Delivery, 'event_id' | 'body'>,
    to: { url: string; keys: string[] },
    at: number,
  ): Promise<PostOutcome>;
}

/** Delays between attempts, in milliseconds: eight attempts over some 18 hours. */
export const DELAYS = [5, 60, 300, 1_800, 7_200, 18_000, 36_000].map((seconds) => seconds * 1_000);

export function draftDelivery(
  { data, ...message }: WebhookMessage,
  endpoint_id: string,
  now: number,
): Omit<Delivery, 'expires_at'> {
  return {
    id: deliveryId(message, endpoint_id),
    tenant_id: message.tenant_id,
    endpoint_id,
    event_id: message.id,
    event_type: message.type,
    customer_id: customerOf(data),
    body: JSON.stringify({ type: message.type, timestamp: message.timestamp, data }),
    ...queued(now),
    created_at: timestamp(now),
  };
}

const aboutCustomer = z.object({ customer: z.object({ id: idOf('cus') }) });

/** The customer whom an event's data is about, if any. */
export function customerOf(data: unknown): string | undefined {
  return aboutCustomer.safeParse(data).data?.customer.id;
}

/** Derived from event and endpoint, so that a delivery is added once; sorts by the event's time. */
function deliveryId(message: Pick<WebhookMessage, 'id' | 'timestamp'>, endpoint_id: string): string {
  const time = Date.parse(message.timestamp).toString(16).padStart(12, '0');
  const hash = sha256(`${message.id}#${endpoint_id}`).slice(0, 20);
  return unpackIds(Buffer.from(time + hash, 'hex'), ['dlv'])[0];
}

/** The state of a delivery before its first attempt, and after a replay. */
export function queued(now: number) {
  return {
    status: 'pending',
    attempts: 0,
    last_status_code: null,
    last_error: null,
    next_attempt_at: timestamp(now),
    delivered_at: null,
  } as const;
}

export function referenceOf({
  tenant_id,
  endpoint_id,
  id,
}: Pick<Delivery, 'tenant_id' | 'endpoint_id' | 'id'>): DeliveryReference {
  return { tenant_id, endpoint_id, delivery_id: id };
}

/** The changes to a delivery after an attempt. @param now when the attempt ended */
export function afterAttempt({ attempts }: Pick<Delivery, 'attempts'>, outcome: PostOutcome, now: number) {
  const status_code = 'status_code' in outcome ? outcome.status_code : null;
  const counted = { attempts: attempts + 1, last_status_code: status_code, next_attempt_at: null };
  if (status_code !== null && status_code >= 200 && status_code < 300)
    return { ...counted, status: 'delivered', last_error: null, delivered_at: timestamp(now) } as const;
  const last_error = 'error' in outcome ? outcome.error : refusal(outcome.status_code);
  const delay = isGone(outcome) ? undefined : DELAYS[attempts];
  return delay === undefined
    ? ({ ...counted, status: 'dead_letter', last_error } as const)
    : ({ ...counted, status: 'pending', last_error, next_attempt_at: timestamp(now + delay) } as const);
}

/** 410 Gone: the receiver wants no more messages (Standard Webhooks). */
export function isGone(outcome: PostOutcome): boolean {
  return 'status_code' in outcome && outcome.status_code === 410;
}

function refusal(status_code: number): string {
  if (status_code === 410) return 'The endpoint answered 410 Gone, so it was disabled.';
  if (status_code < 400) return `The endpoint answered ${status_code}; redirects are not followed.`;
  return `The endpoint answered ${status_code}.`;
}
