import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import type { ReportedStatus } from '../provider/provider.ts';

export const MESSAGE_STATUSES = [
  'retry',
  'sending',
  'unknown',
  'accepted',
  'sent',
  'failed',
  'undelivered',
  'delivered',
  'read',
  'skipped',
] as const;
export const messageStatus = z.enum(MESSAGE_STATUSES);
export type MessageStatus = z.infer<typeof messageStatus>;

/** Why a customer was planned and not sent to. */
export const SKIP_REASONS = [
  'opted_out',
  'suppressed',
  'not_opted_in',
  'customer_deleted',
  'missing_variable',
  'cancelled',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/**
 * One customer's message of one campaign. The row is the claim: whoever puts it may send, nobody else. It holds no
 * personal data but `variables`, and stays under 1 KB, so that each of its writes is one unit.
 */
export const message = z.object({
  id: idOf('msg'),
  campaign_id: idOf('cmp'),
  customer_id: idOf('cus'),
  status: messageStatus,
  status_reason: z.string().optional(),
  error_code: z.string().optional(),
  provider_sid: z.string().optional(),
  /** Of the attempt before, when a failed message is tried anew: late news of that one is no news of this. */
  replaced_sid: z.string().optional(),
  /** What the content's placeholders were filled with, in their order. */
  variables: z.array(z.string()).default([]),
  attempts: z.number().int().default(0),
  /** Who holds the claim while the status is `sending`, and until when (milliseconds since the epoch). */
  holder: z.string().optional(),
  lease_until: z.number().optional(),
  /** The run that last set a failed or unknown message to be tried anew, and how often runs did. */
  replayed_in: z.number().int().optional(),
  replays: z.number().int().optional(),
  /** When the last attempt began, in milliseconds since the epoch. */
  sending_since: z.number().optional(),
  accepted_at: z.iso.datetime().optional(),
  sent_at: z.iso.datetime().optional(),
  delivered_at: z.iso.datetime().optional(),
  read_at: z.iso.datetime().optional(),
  failed_at: z.iso.datetime().optional(),
  /** When the customer first answered in words, and when they opted out in answer to it. */
  replied_at: z.iso.datetime().optional(),
  opted_out_at: z.iso.datetime().optional(),
  first_click_at: z.iso.datetime().optional(),
  /** The ids of the buttons that were tapped, each once. */
  clicked_buttons: z.preprocess((kept) => (kept instanceof Set ? [...kept] : kept), z.array(z.string()).optional()),
});
export type Message = z.infer<typeof message>;

/** A status moves up this ladder, never by arrival. `retry` is off it (claimed anew), `skipped` is final. */
const LADDER = ['sending', 'unknown', 'accepted', 'sent', 'failed', 'delivered', 'read'] as const;

function rank(status: MessageStatus): number {
  return LADDER.indexOf(status === 'undelivered' ? 'failed' : (status as (typeof LADDER)[number]));
}

/** The statuses a message may be in for news of `next` to move it. */
export function statusesBelow(next: MessageStatus): MessageStatus[] {
  return MESSAGE_STATUSES.filter((status) => rank(status) >= 0 && rank(status) < rank(next));
}

/** What reaching a status tells of the times of those before it. A failure tells of nothing but acceptance. */
const IMPLIED_TIMES = {
  accepted: ['accepted_at'],
  sent: ['accepted_at', 'sent_at'],
  delivered: ['accepted_at', 'sent_at', 'delivered_at'],
  read: ['accepted_at', 'sent_at', 'delivered_at', 'read_at'],
  failed: ['accepted_at', 'failed_at'],
  undelivered: ['accepted_at', 'failed_at'],
} as const satisfies Record<ReportedStatus, readonly string[]>;

export function timesOf(status: ReportedStatus, at: string): Record<string, string> {
  return Object.fromEntries(IMPLIED_TIMES[status].map((field) => [field, at]));
}
