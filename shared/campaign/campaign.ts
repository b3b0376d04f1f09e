import * as z from 'zod';

import { patchShape } from '../contract/derive.ts';
import { hasObject } from '../content/button.ts';
import { contentFaults, contentFields, storedContentFields } from '../content/content.ts';
import { invalid, type Fault } from '../platform/errors.ts';
import { time } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';
import { sendingHours } from '../tenancy/sending-hours.ts';
import { storedCriteria, targetCriteria } from './audience.ts';
import { campaignStatus, canTransition, TRANSITIONS, wrongStatus } from './campaign-status.ts';

/** The fields that callers give. The draft, the change, the item and the wire all derive from them. */
const fields = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(2000).optional(),
  ...contentFields,
  target_criteria: targetCriteria.default({ all: true }),
  sender_id: idOf('snd').optional(),
  scheduled_at: time.optional(),
  /** They replace the tenant's. */
  sending_hours: sendingHours.optional(),
  attribution_window_hours: z.number().int().min(1).max(720).default(72),
  metadata: z
    .record(z.string().min(1).max(64), z.string().max(500))
    .refine((metadata) => Object.keys(metadata).length <= 50, 'at most 50 entries')
    .optional(),
});
type Fields = z.infer<typeof fields>;

/** What a caller may send for a new campaign. Without an audience it goes to everybody, which is deprecated. */
const draftFields = fields.extend({ target_criteria: targetCriteria.optional() });
export const campaignDraft = draftFields.superRefine(
  (draft: Partial<Fields>, context) => {
    for (const { path, code, message } of contentFaults(draft))
      context.addIssue({ code: 'custom', path: path.split('.'), message, params: { code } });
  },
  { when: hasObject },
);

/** What a caller may change; null removes an optional field. A campaign always has a sender. */
export const campaignChange = z.strictObject({ ...patchShape(fields.shape), sender_id: fields.shape.sender_id });
export type CampaignChange = z.infer<typeof campaignChange>;

/** Which messages a replay sends again: failed ones, those with an unknown outcome, or those in dead letters. */
export const replayScope = z.enum(['failed', 'unknown', 'dead_letter']);
export type ReplayScope = z.infer<typeof replayScope>;

/** The fields that callers see. */
export const publicFields = {
  ...fields.shape,
  ...storedContentFields,
  target_criteria: storedCriteria.default({ all: true }),
  sender_id: idOf('snd'),
  id: idOf('cmp'),
  status: campaignStatus,
  /** How many times sending has begun or been resumed. */
  run: z.number().int(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  started_at: z.iso.datetime().optional(),
  /** When it last ended. A replay plans no new recipients, so a campaign that has this is fully planned. */
  completed_at: z.iso.datetime().optional(),
  status_reason: z.string().optional(),
};

/** A campaign as it is stored. */
export const campaign = z.object({
  ...publicFields,
  tenant_id: idOf('ten'),
  /** Nobody has said that it goes to everybody: it does because its draft names no audience. */
  audience_unsaid: z.literal(true).optional(),
  /** Who last changed it, as `actorName` puts it. */
  updated_by: z.string().optional(),
  /** The provider's id of the template made of this campaign's content, once it is approved. */
  provider_template_id: z.string().optional(),
  /** What the current replay sends again; a run that resumes or revives the campaign continues it. */
  replay_scope: replayScope.optional(),
  /** The run that began the last replay. */
  replay_run: z.number().int().optional(),
  /** How many of the latest outcomes in a row are unknown, and how many are refusals with one code. */
  unknown_streak: z.number().int().optional(),
  refusal_streak: z.number().int().optional(),
  /** The error code of those refusals, and of the refusal that the campaign is paused for. */
  refusal_code: z.string().optional(),
  paused_code: z.string().optional(),
  /** How many chunks are dead letters that nobody has replayed. */
  dead_letters: z.number().int().optional(),
  /** How long it has not been sending since its start, in milliseconds. */
  idle_ms: z.number().optional(),
  /** Whether each tap has a row that lists it by its customer; campaigns of earlier versions have none. */
  taps_by_customer: z.boolean().optional(),
});
export type Campaign = z.infer<typeof campaign>;

/** Refuses a scheduled time in the past. */
export function scheduleFaults(body: unknown, now: number): Fault[] {
  const scheduled = (body as { scheduled_at?: unknown } | null)?.scheduled_at;
  const past = typeof scheduled === 'string' && Date.parse(scheduled) <= now;
  return past ? [{ path: 'scheduled_at', code: 'past', message: 'must be in the future' }] : [];
}

/** When a campaign changes, and who changes it, as `actorName` puts it. */
export interface Change {
  readonly now: string;
  readonly by: string;
  /** The error code that it is paused for. */
  readonly code?: string | undefined;
}

/** A new campaign: a draft, or scheduled when its draft names a time. */
export function draftCampaign(
  draft: z.infer<typeof campaignDraft>,
  { now, by, ...ids }: Pick<Campaign, 'id' | 'tenant_id' | 'sender_id'> & Change,
): Campaign {
  const status = draft.scheduled_at ? 'scheduled' : 'draft';
  const audience = draft.target_criteria
    ? { target_criteria: draft.target_criteria }
    : { target_criteria: { all: true } as const, audience_unsaid: true as const };
  const made = { created_at: now, updated_at: now, updated_by: by };
  return { ...draft, ...audience, ...ids, ...made, status, run: 0, taps_by_customer: true };
}

/** @throws HeraldError 409 when the campaign has begun */
export function withSchedule(current: Campaign, scheduled_at: string, { now, by }: Change): Campaign {
  if (!canTransition('schedule', current.status)) throw wrongStatus('schedule', current.status);
  return { ...current, scheduled_at, status: TRANSITIONS.schedule.to, updated_at: now, updated_by: by };
}

/** @throws HeraldError 400 when the campaign as changed would break a rule, 409 when it can no longer be changed */
export function applyCampaignChange(current: Campaign, change: CampaignChange, { now, by }: Change): Campaign {
  if (!canTransition('change', current.status)) throw wrongStatus('change', current.status);
  const fields = Object.entries(change).map(([field, value]) => [field, value ?? undefined] as const);
  const isSaid = change.target_criteria && { audience_unsaid: undefined };
  const changed: Campaign = { ...current, ...Object.fromEntries(fields), ...isSaid, updated_at: now, updated_by: by };
  const faults = contentFaults(changed);
  if (faults.length > 0) throw invalid(faults);
  return { ...changed, status: changed.scheduled_at ? 'scheduled' : 'draft' };
}
