import * as z from 'zod';

import { METRICS } from '../campaign/experiment.ts';
import { timestamp } from '../platform/clock.ts';
import { idOf } from '../platform/ids.ts';
import type { ReportedStatus, StatusReport } from '../provider/provider.ts';

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
export const messageStatus = z
  .enum(MESSAGE_STATUSES)
  .meta({ id: 'MessageStatus', description: 'What became of a message.', examples: ['delivered'] });
export type MessageStatus = z.infer<typeof messageStatus>;

/** The parts of an experiment, and of a campaign that holds some people back. */
export const messagePhase = z.enum(['test', 'rest', 'holdout']);
export type MessagePhase = z.infer<typeof messagePhase>;

/** Why a planned customer was not sent to. */
export const SKIP_REASONS = [
  'opted_out',
  'suppressed',
  'not_opted_in',
  'no_number',
  'duplicate',
  'customer_deleted',
  'missing_variable',
  'too_long',
  'outside_window',
  'us_marketing',
  'cancelled',
  'holdout',
  'no_winner',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/**
 * One customer's message of one campaign. The row is the claim: only the worker that puts it may send. It holds no
 * personal data except `variables`, and stays under 1 KB, so that each write costs one unit.
 */
export const message = z.object({
  id: idOf('msg'),
  campaign_id: idOf('cmp'),
  customer_id: idOf('cus'),
  status: messageStatus,
  status_reason: z.string().optional(),
  error_code: z.string().optional(),
  provider_sid: z.string().optional(),
  /** The sid of the previous attempt of a message that is sent again: late callbacks about it say nothing of this attempt. */
  replaced_sid: z.string().optional(),
  /** The sids of the last attempts before this one, the oldest first; absent until the message is sent again. */
  former_sids: z.array(z.string()).optional(),
  /** Which of the campaign's contents it is; absent when the campaign has one alone. */
  content_key: z.string().optional(),
  /** Of somebody in an experiment: in which part, which arm they got, and how likely that was. */
  phase: messagePhase.optional(),
  arm: z.string().optional(),
  propensity: z.number().optional(),
  /** What is counted of them, and for how long they have. */
  metric: z.enum(METRICS).optional(),
  window_hours: z.number().int().optional(),
  /** Where some get nothing by chance: when it was planned, or released with the rest. */
  planned_at: z.iso.datetime().optional(),
  /** When it first was accepted, failed or unknown; what is tried again later began then, too. */
  tried_at: z.iso.datetime().optional(),
  /** When what is counted first came true of somebody tried; absent where `read_at` or `replied_at` tells. */
  did_at: z.iso.datetime().optional(),
  /** When a conversion was first reported of somebody planned, with or without a tap. */
  bought_at: z.iso.datetime().optional(),
  /** The values of the content's placeholders, in their order. */
  variables: z.array(z.string()).default([]),
  attempts: z.number().int().default(0),
  /** Who holds the claim while the status is `sending`, and until when (milliseconds since the epoch). */
  holder: z.string().optional(),
  lease_until: z.number().optional(),
  /** The run that last replayed this message, and how many times it was replayed. */
  replayed_in: z.number().int().optional(),
  replays: z.number().int().optional(),
  /** How many times it went back to wait because its code refused others as well, or for another message just before. */
  returns: z.number().int().optional(),
  /** How many times it went back to wait because the marketing limit of its person was reached. */
  marketing_retries: z.number().int().optional(),
  /** When the last attempt began, in milliseconds since the epoch. */
  sending_since: z.number().optional(),
  accepted_at: z.iso.datetime().optional(),
  sent_at: z.iso.datetime().optional(),
  delivered_at: z.iso.datetime().optional(),
  read_at: z.iso.datetime().optional(),
  failed_at: z.iso.datetime().optional(),
  /** When the customer first replied in words, and when they opted out in reply. */
  replied_at: z.iso.datetime().optional(),
  opted_out_at: z.iso.datetime().optional(),
  first_click_at: z.iso.datetime().optional(),
  /** When a conversion was first credited to a tap on it. */
  converted_at: z.iso.datetime().optional(),
  /** The ids of the tapped buttons, each once. */
  clicked_buttons: z.preprocess(
    (stored) => (stored instanceof Set ? [...stored] : stored),
    z.array(z.string()).optional(),
  ),
});
export type Message = z.infer<typeof message>;

/** What tells how somebody took a campaign. */
export const engagedMessage = message.pick({
  ...{ customer_id: true, status: true, clicked_buttons: true, replied_at: true, converted_at: true },
});
export type EngagedMessage = z.infer<typeof engagedMessage>;

/** What tells when somebody was sent a campaign, what they did with it and when, and what chance decided of it. */
export const tracedMessage = message.pick({
  ...{ customer_id: true, status: true, content_key: true, phase: true, arm: true, propensity: true },
  ...{ tried_at: true, accepted_at: true, delivered_at: true, read_at: true },
  ...{ first_click_at: true, clicked_buttons: true, did_at: true, replied_at: true },
});
export type TracedMessage = z.infer<typeof tracedMessage>;

/**
 * How many former sids a message keeps. By itself it is sent again four times at most: three times after a code that may not be
 * about its person, and once for the marketing limit. Beyond that, a person had it sent again, or a limit of hours passed
 * meanwhile, and few callbacks are that late. At 38 bytes each, the row stays under 1 KB.
 */
export const MAX_FORMER_SIDS = 8;

/** The sids of the attempts before the present one, the oldest first. Rows of earlier versions have but the last. */
export function formerSids({
  former_sids = [],
  replaced_sid,
}: Pick<Message, 'former_sids' | 'replaced_sid'>): string[] {
  return [...new Set([...former_sids, ...(replaced_sid === undefined ? [] : [replaced_sid])])].slice(-MAX_FORMER_SIDS);
}

/** Every sid that tells this message: those of former attempts, and the present one's. */
export function sidsOf(found: Pick<Message, 'former_sids' | 'provider_sid' | 'replaced_sid'>): string[] {
  return [...formerSids(found), ...(found.provider_sid === undefined ? [] : [found.provider_sid])];
}

/** So often a message waits again whose code may not be about its person. If it comes again, it is: the message failed. */
export const MAX_RETURNS = 3;

/** Whether the provider did not take it, or did not deliver it. */
export function hasFailed(status: MessageStatus | undefined): boolean {
  return status === 'failed' || status === 'undelivered';
}

/** Whether it reached its person. */
export function hasArrived(status: MessageStatus): boolean {
  return status === 'delivered' || status === 'read';
}

/** A status only moves up this ladder, in whatever order reports arrive. `retry` is not on it, and `skipped` is final. */
const LADDER = ['sending', 'unknown', 'accepted', 'sent', 'failed', 'delivered', 'read'] as const;

function rank(status: MessageStatus): number {
  return LADDER.indexOf(status === 'undelivered' ? 'failed' : (status as (typeof LADDER)[number]));
}

/** The statuses from which a report of `next` moves a message. */
export function statusesBelow(next: MessageStatus): MessageStatus[] {
  return MESSAGE_STATUSES.filter((status) => rank(status) >= 0 && rank(status) < rank(next));
}

/** The times that a status implies: delivered implies sent and accepted, a failure only accepted. */
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

/** The times of what comes before any report that still moves a message. */
export const TIMES_BEFORE = ['tried_at', 'accepted_at', 'sent_at', 'delivered_at'] as const;

/**
 * When a report came, but not before what is known to have come before it: of two that come at the same moment, the one
 * whose handler looked at the clock first may be written last, and nobody reads a message before it is delivered.
 */
export function notBefore(known: Pick<Message, (typeof TIMES_BEFORE)[number]>, at: string): string {
  return TIMES_BEFORE.map((field) => known[field] ?? at).reduce((latest, time) => (time > latest ? time : latest), at);
}

/**
 * When a status that was asked for came to be: as the provider says, but not before what is known to have come before it, nor
 * in the future. It is now where the provider does not say, and of a failure, since what follows one counts from its news.
 * @param now in milliseconds since the epoch
 */
export function timeOfReport(known: Message, report: StatusReport | undefined, now: number): string {
  const said = report?.error ? undefined : report?.changed_at;
  const latest = timestamp(now);
  const at = notBefore(known, timestamp(said ?? now));
  return at < latest ? at : latest;
}
