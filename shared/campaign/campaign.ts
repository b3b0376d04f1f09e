import * as z from 'zod';

import { patchShape } from '../contract/derive.ts';
import { hasObject } from '../content/button.ts';
import { contentFaults, contentFields } from '../content/content.ts';
import { invalid, type Fault } from '../platform/errors.ts';
import { time } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';
import { sendingHours } from '../tenancy/sending-hours.ts';
import { targetCriteria } from './audience.ts';
import { campaignStatus, canTransition, TRANSITIONS, wrongStatus } from './campaign-status.ts';

/** What a caller says of a campaign. The draft, the change, the item and the wire all derive from these fields. */
const fields = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(2000).optional(),
  ...contentFields,
  target_criteria: targetCriteria.default({ all: true }),
  sender_id: idOf('snd').optional(),
  scheduled_at: time.optional(),
  /** Instead of the tenant's. */
  sending_hours: sendingHours.optional(),
  attribution_window_hours: z.number().int().min(1).max(720).default(72),
  metadata: z
    .record(z.string().min(1).max(64), z.string().max(500))
    .refine((given) => Object.keys(given).length <= 50, 'at most 50 entries')
    .optional(),
});
type Fields = z.infer<typeof fields>;

/** What a caller may send for a new campaign. */
export const campaignDraft = fields.superRefine(
  (given: Partial<Fields>, context) => {
    for (const { path, code, message } of contentFaults(given))
      context.addIssue({ code: 'custom', path: path.split('.'), message, params: { code } });
  },
  { when: hasObject },
);

/** What a caller may change; null takes an optional field away. A campaign always has a sender. */
export const campaignChange = z.strictObject({ ...patchShape(fields.shape), sender_id: fields.shape.sender_id });
export type CampaignChange = z.infer<typeof campaignChange>;

/** Whose messages a replay sends again: those that failed, whose outcome is unknown, or whose chunk is a dead letter. */
export const replayScope = z.enum(['failed', 'unknown', 'dead_letter']);
export type ReplayScope = z.infer<typeof replayScope>;

/** What a caller is shown of a campaign. */
export const publicFields = {
  ...fields.shape,
  sender_id: idOf('snd'),
  id: idOf('cmp'),
  status: campaignStatus,
  /** How many times sending was begun or taken up again. */
  run: z.number().int(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  started_at: z.iso.datetime().optional(),
  /** When it last ended. A replay sends again without planning anew, so whatever has this is planned to its end. */
  completed_at: z.iso.datetime().optional(),
  status_reason: z.string().optional(),
};

/** A campaign as it is kept. */
export const campaign = z.object({
  ...publicFields,
  tenant_id: idOf('ten'),
  /** On whose behalf it was last changed, as `actorName` says. */
  updated_by: z.string().optional(),
  /** The provider's id of the template that this campaign's content became, once it is there. */
  provider_template_id: z.string().optional(),
  /** What the replay under way sends again; a run that resumes or revives it goes on with that. */
  replay_scope: replayScope.optional(),
  /** The run that began the last replay. */
  replay_run: z.number().int().optional(),
  /** How many of the latest outcomes in a row are unknown, and how many are refusals of the template. */
  unknown_streak: z.number().int().optional(),
  refusal_streak: z.number().int().optional(),
  /** How many chunks are dead letters that nobody has replayed. */
  dead_letters: z.number().int().optional(),
  /** Milliseconds since its start in which it was not sending. */
  idle_ms: z.number().optional(),
});
export type Campaign = z.infer<typeof campaign>;

/** A schedule must lie ahead. */
export function scheduleFaults(given: unknown, now: number): Fault[] {
  const scheduled = (given as { scheduled_at?: unknown } | null)?.scheduled_at;
  const past = typeof scheduled === 'string' && Date.parse(scheduled) <= now;
  return past ? [{ path: 'scheduled_at', code: 'past', message: 'must be in the future' }] : [];
}

/** When a campaign changes, and on whose behalf, as `actorName` says. */
export interface Change {
  readonly now: string;
  readonly by: string;
}

/** A new campaign: a draft, or scheduled when its draft names a time. */
export function draftCampaign(
  given: z.infer<typeof campaignDraft>,
  { now, by, ...ids }: Pick<Campaign, 'id' | 'tenant_id' | 'sender_id'> & Change,
): Campaign {
  const status = given.scheduled_at ? 'scheduled' : 'draft';
  return { ...given, ...ids, status, run: 0, created_at: now, updated_at: now, updated_by: by };
}

/** @throws HeraldError 409 when the campaign has begun */
export function withSchedule(current: Campaign, scheduled_at: string, { now, by }: Change): Campaign {
  if (!canTransition('schedule', current.status)) throw wrongStatus('schedule', current.status);
  return { ...current, scheduled_at, status: TRANSITIONS.schedule.to, updated_at: now, updated_by: by };
}

/** @throws HeraldError 400 when the campaign as changed would break a rule, 409 when it can no longer be changed */
export function applyCampaignChange(current: Campaign, change: CampaignChange, { now, by }: Change): Campaign {
  if (!canTransition('change', current.status)) throw wrongStatus('change', current.status);
  const given = Object.entries(change).map(([field, value]) => [field, value ?? undefined] as const);
  const changed: Campaign = { ...current, ...Object.fromEntries(given), updated_at: now, updated_by: by };
  const faults = contentFaults(changed);
  if (faults.length > 0) throw invalid(faults);
  return { ...changed, status: changed.scheduled_at ? 'scheduled' : 'draft' };
}
