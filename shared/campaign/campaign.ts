import * as z from 'zod';

import { patchShape } from '../contract/derive.ts';
import { hasObject } from '../content/button.ts';
import { existingTemplate } from '../content/existing-template.ts';
import { contentFields, storedContentFields, type ContentFields } from '../content/content-fields.ts';
import { timestamp } from '../platform/clock.ts';
import { conflict, invalid, type Fault } from '../platform/errors.ts';
import { time } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';
import { sendingHours } from '../tenancy/sending-hours.ts';
import { approval, authorsWith, needsNewApproval } from './approval.ts';
import { storedCriteria, targetCriteria } from './audience.ts';
import { campaignContentFaults } from './content-rules.ts';
import { decision, worseArm } from './decision.ts';
import { experimentFields } from './experiment.ts';
import { MAX_CONTENTS, otherContent, shownOtherContent, storedOtherContent, templateChoice } from './contents.ts';
import { beginning, fixedRecurrence, recurrence, recurrenceFaults, type Recurrence } from './recurrence.ts';
import { occurrencesAfter } from './occurrences.ts';
import { recommend } from './recommend.ts';
import { SEND_TIME, sendTime, timingTerms } from './send-time.ts';
import { namesTemplate, templateChoiceFaults } from './template-choice-faults.ts';
import { campaignStatus, requireTransition, TRANSITIONS } from './campaign-status.ts';

const AUDIENCE = 'Who gets it: everybody, or whoever meets all of the criteria.';
const RECURRENCE =
  'When it is sent again and again: each date is a campaign of its own, whose `parent_id` is this one.';
const CONTENTS = 'Other contents: translations, and texts for those who meet a criterion.';
const RECOMMEND = 'A webhook that is asked, when people are planned, which content and values each of them is to get.';
const sendAs = z.enum(['template', 'session']);

/** The fields that callers give. The draft, the change, the item and the wire all derive from them. */
const fields = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['Spring sale'] }),
  description: z.string().max(2000).optional().describe('For your own people.'),
  ...contentFields,
  ...templateChoice,
  contents: z
    .array(otherContent)
    .max(MAX_CONTENTS - 1)
    .default([])
    .describe(CONTENTS),
  ...experimentFields,
  recommend: recommend.optional().describe(RECOMMEND),
  category: z.enum(['marketing', 'utility']).default('marketing').describe('What WhatsApp reviews the template as.'),
  send_as: sendAs
    .default('template')
    .describe('"session": a plain message, to those alone who wrote within the last 24 hours.'),
  target_criteria: targetCriteria.default({ all: true }).describe(AUDIENCE),
  sender_id: idOf('snd').optional().describe('The tenant’s default sender unless it is given.'),
  scheduled_at: time.optional().describe('When it is sent by itself.'),
  recurrence: recurrence.optional().describe(RECURRENCE),
  send_time: sendTime.optional().describe(SEND_TIME),
  sending_hours: sendingHours.optional().describe('They replace the tenant’s.'),
  attribution_window_hours: z
    .number()
    .int()
    .min(1)
    .max(720)
    .default(72)
    .describe('How long after a click a conversion is credited to it.'),
  metadata: z
    .record(z.string().min(1).max(64), z.string().max(500))
    .refine((metadata) => Object.keys(metadata).length <= 50, 'at most 50 entries')
    .optional()
    .describe('Your own notes, at most 50.'),
});

/** What a caller may send for a new campaign. Without an audience it goes to everybody, which is deprecated. */
const draftFields = fields.extend({
  target_criteria: targetCriteria.optional().describe(AUDIENCE),
  message_content: contentFields.message_content.optional().describe('The text; needed unless `template_id` is given.'),
  footer: contentFields.footer
    .unwrap()
    .nullish()
    .describe('A small line below the text; null for none where the tenant has a default.'),
});
export const campaignDraft = draftFields
  .superRefine(
    (draft: Partial<z.infer<typeof draftFields>>, context) => {
      for (const { path, code, message } of draftFaults(draft))
        context.addIssue({ code: 'custom', path: path.split('.'), message, params: { code } });
    },
    { when: hasObject },
  )
  .meta({
    id: 'CampaignDraft',
    examples: [
      {
        name: 'Spring sale',
        message_content: 'Fresh bread today, {{name}}!',
        buttons: [{ id: 'order', title: 'Order', type: 'reply' }],
        target_criteria: { tags_any: ['regular'] },
      },
    ],
  });

/** A draft as it is being written: its text and name may still be missing, and what breaks a rule is told, not refused. */
export const unfinishedDraft = draftFields
  .extend({ name: fields.shape.name.optional() })
  .meta({ id: 'UnfinishedDraft', examples: [{ target_criteria: { tags_any: ['regular'] } }] });
export type UnfinishedDraft = z.infer<typeof unfinishedDraft>;

/** Everything that keeps an unfinished draft from being created. */
export function unfinishedFaults(draft: UnfinishedDraft): Fault[] {
  const nameless = { path: 'name', code: 'required', message: 'give the campaign a name' };
  return [...(draft.name === undefined ? [nameless] : []), ...draftFaults(draft)];
}

/** What names an existing template is judged as a whole once the template is known. */
function draftFaults(draft: Partial<z.infer<typeof draftFields>>): Fault[] {
  const isKnown = !namesTemplate(draft);
  const isTwice = draft.scheduled_at !== undefined && draft.recurrence !== undefined;
  return [
    ...templateChoiceFaults(draft),
    ...(isKnown ? campaignContentFaults(draft) : []),
    ...(isTwice ? [RECURS] : []),
  ];
}

const RECURS: Fault = {
  path: 'scheduled_at',
  code: 'refused',
  message: 'recurrence says when it is sent; give one of the two, and null for the other to change from it',
};

/** What a caller may change; null removes an optional field. A campaign always has a sender. */
export const campaignChange = z
  .strictObject({
    ...patchShape(fields.shape),
    sender_id: fields.shape.sender_id,
    target_criteria: targetCriteria
      .nullable()
      .optional()
      .describe(`${AUDIENCE} null takes back what was said, as if the draft had named nobody.`),
  })
  .meta({ id: 'CampaignChange', examples: [{ name: 'Summer sale' }] });
export type CampaignChange = z.infer<typeof campaignChange>;
/** A change in which the templates that it names are known. */
export type ResolvedChange = CampaignChange & Pick<ContentFields, 'existing'>;

/** Which messages a replay sends again: failed ones, those with an unknown outcome, or those in dead letters. */
export const replayScope = z
  .enum(['failed', 'unknown', 'dead_letter'])
  .describe('Failed messages, those with an unknown outcome, or those that were given up.');
export type ReplayScope = z.infer<typeof replayScope>;

/** The fields that callers see. */
export const publicFields = {
  ...fields.shape,
  ...storedContentFields,
  contents: z.array(shownOtherContent).default([]).describe(CONTENTS),
  recurrence: fixedRecurrence.optional().describe(RECURRENCE),
  target_criteria: storedCriteria.default({ all: true }).describe(AUDIENCE),
  sender_id: idOf('snd'),
  id: idOf('cmp'),
  parent_id: idOf('cmp').optional().describe('The campaign that recurs, of which this is one date.'),
  status: campaignStatus,
  run: z.number().int().describe('How many times sending has begun or been resumed.'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  started_at: z.iso.datetime().optional().describe('When sending first began.'),
  /** A replay plans no new recipients, so a campaign that has this is fully planned. */
  completed_at: z.iso.datetime().optional().describe('When it last ended.'),
  status_reason: z.string().optional().describe('Why it is paused or what it waits for.'),
  approval: approval.optional().describe('Who approved it as it is, where your tenant wants that.'),
  decision: decision.optional().describe('What was decided of its experiment.'),
  picking: z
    .boolean()
    .optional()
    .describe('Of an experiment with `pick`: whether that was proved when it began; if not, it is a plain experiment.'),
  timing: z
    .boolean()
    .optional()
    .describe(
      'With `send_time`: whether best hours were proved when it began; if not, whoever was to get theirs got it at the start.',
    ),
};

export const TEMPLATE_STATES = ['pending', 'approved', 'rejected', 'paused', 'disabled'] as const;

/** A content's template at the provider, and the state of its review. */
export const contentTemplate = z.object({
  template_id: z.string().optional(),
  state: z.enum(TEMPLATE_STATES),
  /** Why it is neither approved nor under review. */
  reason: z.string().optional(),
});
export type ContentTemplate = z.infer<typeof contentTemplate>;

/** A campaign as it is stored. */
export const campaign = z.object({
  ...publicFields,
  contents: z.array(storedOtherContent).default([]),
  /** The template whose content is the campaign's own. */
  existing: existingTemplate.optional(),
  tenant_id: idOf('ten'),
  /** Nobody has said that it goes to everybody: it does because its draft names no audience. */
  audience_unsaid: z.literal(true).optional(),
  /** Who last changed it, as `actorName` puts it. */
  updated_by: z.string().optional(),
  /** Who wrote any of it: none of them approves it. */
  authors: z.array(z.string()).optional(),
  /** Absent from campaigns that began in earlier versions: what needs no template was sent without one. */
  send_as: sendAs.optional(),
  /** The template made of each content, by its key. */
  content_templates: z.record(z.string(), contentTemplate).optional(),
  /** What the current replay sends again; a run that resumes or revives the campaign continues it. */
  replay_scope: replayScope.optional(),
  /** The run that began the last replay. */
  replay_run: z.number().int().optional(),
  /** The last job that asked the provider about its unknown messages. */
  reconcile_job: idOf('job').optional(),
  /** What was known of best hours when it began. */
  timing_terms: timingTerms.optional(),
  /** How many of the latest outcomes in a row are unknown, and how many are refusals with one code. */
  unknown_streak: z.number().int().optional(),
  refusal_streak: z.number().int().optional(),
  /** The error code of those refusals, and of the refusal that the campaign is paused for. */
  refusal_code: z.string().optional(),
  paused_code: z.string().optional(),
  /** The lane that waits for what `status_reason` says; absent where no lane has said it. */
  waiting_lane: z.number().int().optional(),
  /** Variants of its experiment that looks proved worse than the control. */
  worse_arms: z.array(worseArm).optional(),
  /** Whether those who waited for the decision are still to be released. */
  release_pending: z.boolean().optional(),
  /** How many chunks are dead letters that nobody has replayed. */
  dead_letters: z.number().int().optional(),
  /** Whether the schedule of a campaign that recurs is still to be set to its next date. */
  schedule_pending: z.boolean().optional(),
  /** How long it has not been sending since its start, in milliseconds. */
  idle_ms: z.number().optional(),
  /** Whether each tap has a row that lists it by its customer; campaigns of earlier versions have none. */
  taps_by_customer: z.boolean().optional(),
});
export type Campaign = z.infer<typeof campaign>;

/** Refuses a scheduled time in the past, and a recurrence without a date to come. */
export function scheduleFaults(body: unknown, now: number): Fault[] {
  const scheduled = (body as { scheduled_at?: unknown } | null)?.scheduled_at;
  const past = typeof scheduled === 'string' && Date.parse(scheduled) <= now;
  const faults = recurrenceFaults(body, now);
  return past ? [...faults, { path: 'scheduled_at', code: 'past', message: 'must be in the future' }] : faults;
}

/** When a campaign changes, and who changes it, as `actorName` puts it. */
export interface Change {
  readonly now: string;
  readonly by: string;
  /** The error code that it is paused for. */
  readonly code?: string | undefined;
  /** Whether its next run is to look at its templates anew, and make those that are gone. */
  readonly forgetsTemplates?: boolean | undefined;
}

/** The audience of a campaign that names none. */
const UNSAID = { target_criteria: { all: true }, audience_unsaid: true } as const;

/** The audience that was given: `{}`, as a program writes it that has found no criterion, names none. */
function audienceOf<Criteria extends object>(given: Criteria | null | undefined) {
  const isNamed = Object.values(given ?? {}).some(
    (value) => typeof value !== 'object' || Object.keys(value ?? {}).length > 0,
  );
  return given && isNamed ? { target_criteria: given, audience_unsaid: undefined } : UNSAID;
}

/** A new campaign: a draft, or scheduled when its draft names a time. */
export function draftCampaign(
  draft: z.infer<typeof campaignDraft> & ContentFields,
  { now, by, ...ids }: Pick<Campaign, 'id' | 'tenant_id' | 'sender_id'> & Change,
): Campaign {
  const times = draft.recurrence ? recurring(draft.recurrence, now) : {};
  const status = draft.scheduled_at || draft.recurrence ? 'scheduled' : 'draft';
  const made = { created_at: now, updated_at: now, updated_by: by, authors: [by] };
  const footer = draft.footer ?? undefined;
  return {
    ...draft,
    recurrence: undefined,
    ...times,
    footer,
    ...audienceOf(draft.target_criteria),
    ...ids,
    ...made,
    status,
    run: 0,
    taps_by_customer: true,
  };
}

/** A recurrence from now on, and its next date. */
function recurring(given: Recurrence, now: string): Pick<Campaign, 'recurrence' | 'scheduled_at'> {
  const fixed = beginning(given, Date.parse(now));
  const [next] = occurrencesAfter(fixed, Date.parse(now), 1);
  return { recurrence: fixed, ...(next !== undefined && { scheduled_at: timestamp(next) }) };
}

/** @throws HeraldError 409 for a campaign that recurs: each of its dates is a campaign of its own */
export function requireNotRecurring({ recurrence }: Pick<Campaign, 'recurrence'>): void {
  if (recurrence) throw conflict('campaign.recurs', DATES);
}

const DATES =
  'The campaign recurs, and each date is a campaign of its own. Change recurrence with PATCH, or clone the campaign to send it once.';

/** The campaign as its run would find it, had it begun at `started_at`: the drafts of earlier versions do not say how they are sent. */
export function asBegun(campaign: Campaign, started_at: string): Campaign {
  return { ...campaign, started_at, send_as: sendAsOf(campaign) };
}

export function sendAsOf({ send_as = 'template' }: Partial<Pick<Campaign, 'send_as'>>): 'template' | 'session' {
  return send_as;
}

/** @throws HeraldError 409 when the campaign has begun, or recurs */
export function withSchedule(current: Campaign, scheduled_at: string, { now, by }: Change): Campaign {
  requireNotRecurring(current);
  requireTransition('schedule', current.status);
  return { ...current, scheduled_at, status: TRANSITIONS.schedule.to, updated_at: now, updated_by: by };
}

/** @throws HeraldError 400 when the campaign as changed would break a rule, 409 when it can no longer be changed */
export function applyCampaignChange(current: Campaign, change: ResolvedChange, { now, by }: Change): Campaign {
  requireTransition('change', current.status);
  const fields = Object.entries(change).map(([field, value]) => [field, value ?? undefined] as const);
  const times = timesOf(current, change, now);
  const audience = change.target_criteria === undefined ? {} : audienceOf(change.target_criteria);
  const changed: Campaign = {
    ...current,
    ...Object.fromEntries(fields),
    ...times,
    ...audience,
    ...(needsNewApproval(change) && { approval: undefined, authors: authorsWith(current, by) }),
    updated_at: now,
    updated_by: by,
  };
  const faults = campaignContentFaults(changed);
  if (faults.length > 0) throw invalid(faults);
  // Templates are made of contents; the same content finds its template again.
  const unprepared = { ...changed, content_templates: undefined };
  if (current.status === 'paused') return { ...unprepared, status_reason: CHANGED };
  return { ...unprepared, status: changed.scheduled_at ? 'scheduled' : 'draft' };
}

/** When it is sent after a change. @throws HeraldError 400 for a time of a campaign that recurs */
function timesOf(current: Campaign, change: ResolvedChange, now: string): Partial<Campaign> {
  const recurs = change.recurrence === undefined ? current.recurrence : (change.recurrence ?? undefined);
  if (recurs && change.scheduled_at) throw invalid([RECURS]);
  if (change.recurrence) return { ...recurring(change.recurrence, now), schedule_pending: undefined };
  if (recurs && change.scheduled_at === null) return { recurrence: undefined, schedule_pending: undefined };
  const isStopped = change.recurrence === null && current.recurrence !== undefined;
  return isStopped && !change.scheduled_at ? { scheduled_at: undefined, schedule_pending: undefined } : {};
}

const CHANGED = 'The campaign was changed while it was paused; resume sends it as it is now.';
