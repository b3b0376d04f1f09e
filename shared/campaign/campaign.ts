import * as z from 'zod';

import { conflict, invalid, type Fault } from '../platform/errors.ts';
import { httpsUrl, time } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';
import { sendingHours } from '../tenancy/sending-hours.ts';
import { targetCriteria } from './audience.ts';
import { buttons, hasObject } from '../content/button.ts';
import { templateFaults } from '../content/placeholder.ts';

export const STATUSES = ['draft', 'scheduled', 'sending', 'paused', 'completed', 'cancelled', 'failed'] as const;
export const campaignStatus = z.enum(STATUSES);
export type CampaignStatus = z.infer<typeof campaignStatus>;

/** The legal transitions, once: the pure check and the table's condition both read this. */
export const TRANSITIONS = {
  change: { from: ['draft', 'scheduled'], to: null },
  remove: { from: ['draft', 'cancelled'], to: null },
  schedule: { from: ['draft', 'scheduled'], to: 'scheduled' },
  miss: { from: ['scheduled'], to: 'paused' },
  execute: { from: ['draft', 'scheduled'], to: 'sending' },
  /** At its time, and only at the one that it still has. */
  fire: { from: ['scheduled'], to: 'sending' },
  pause: { from: ['sending'], to: 'paused' },
  resume: { from: ['paused'], to: 'sending' },
  replay: { from: ['completed', 'cancelled', 'paused'], to: 'sending' },
  /** A run whose execution died is carried on by another. */
  revive: { from: ['sending'], to: 'sending' },
  cancel: { from: ['draft', 'scheduled', 'sending', 'paused'], to: 'cancelled' },
  /** So is a cancelled campaign's, which skips whoever was planned and not sent to. */
  wind_up: { from: ['cancelled'], to: 'cancelled' },
  complete: { from: ['sending'], to: 'completed' },
} as const satisfies Record<string, { from: readonly CampaignStatus[]; to: CampaignStatus | null }>;
export type Transition = keyof typeof TRANSITIONS;

/** The 409 for a step that a campaign in this status cannot take, or that another request came before. */
export function wrongStatus(step: Transition, status: CampaignStatus): Error {
  return conflict(
    'campaign.status',
    mayTake(step, status)
      ? `Another request changed the campaign meanwhile; it is ${status} now. Read it and ask again.`
      : `The campaign is ${status}; to ${step} it, it must be ${TRANSITIONS[step].from.join(' or ')}.`,
  );
}

export function mayTake(step: Transition, status: CampaignStatus): boolean {
  return (TRANSITIONS[step].from as readonly CampaignStatus[]).includes(status);
}

const content = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(2000).optional(),
  message_content: z.string().min(1).max(1024),
  media_type: z.enum(['text', 'image', 'video', 'document']).default('text'),
  media_url: httpsUrl(500).optional(),
  media_caption: z.string().max(1024).optional(),
  buttons: buttons.default([]),
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
type Content = z.infer<typeof content>;

/** What a caller may send for a new campaign. */
export const campaignDraft = content.superRefine(
  (given: Partial<Content>, context) => {
    for (const { path, code, message } of contentFaults(given))
      context.addIssue({ code: 'custom', path: path.split('.'), message, params: { code } });
  },
  { when: hasObject },
);

/** What a caller may change; null takes an optional field away. */
export const campaignChange = z.strictObject({
  ...content.partial().shape,
  media_type: content.shape.media_type.unwrap().optional(),
  buttons: buttons.optional(),
  target_criteria: targetCriteria.optional(),
  attribution_window_hours: content.shape.attribution_window_hours.unwrap().optional(),
  description: content.shape.description.nullable(),
  media_url: content.shape.media_url.nullable(),
  media_caption: content.shape.media_caption.nullable(),
  metadata: content.shape.metadata.nullable(),
  scheduled_at: content.shape.scheduled_at.nullable(),
  sending_hours: content.shape.sending_hours.nullable(),
});
export type CampaignChange = z.infer<typeof campaignChange>;

/** Whose messages a replay sends anew: those that failed, whose outcome is unknown, or whose chunk was given up. */
export const replayScope = z.enum(['failed', 'unknown', 'dead_letter']);
export type ReplayScope = z.infer<typeof replayScope>;

/** A campaign as it is kept. */
export const campaign = z.object({
  ...content.shape,
  id: idOf('cmp'),
  tenant_id: idOf('ten'),
  sender_id: idOf('snd'),
  status: campaignStatus,
  /** How many times sending was begun or taken up again. */
  run: z.number().int(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  started_at: z.iso.datetime().optional(),
  /** When it last ended. A replay sends again without planning anew, so whatever has this is planned to its end. */
  completed_at: z.iso.datetime().optional(),
  status_reason: z.string().optional(),
  /** The provider's template this campaign's content became, once it is there. */
  content_sid: z.string().optional(),
  /** What the replay under way sends anew; a run that resumes or revives it goes on with that. */
  replay_scope: replayScope.optional(),
  /** The run that began the last replay. */
  replay_run: z.number().int().optional(),
  /** Outcomes in a row, up to now, that the provider did not tell, and by which it refused the template. */
  silent: z.number().int().optional(),
  refused: z.number().int().optional(),
  /** How many chunks were given up and not replayed since. */
  dead_letters: z.number().int().optional(),
  /** Milliseconds since its start in which it was not sending. */
  idle_ms: z.number().optional(),
});
export type Campaign = z.infer<typeof campaign>;

/** The text that goes out: a media campaign's caption stands above its message. */
export function messageText(given: Pick<Content, 'message_content' | 'media_caption'>): string {
  return [given.media_caption, given.message_content].filter(Boolean).join('\n\n');
}

/** Buttons need a template at the provider; so does a document, which takes no text otherwise. */
export function needsTemplate(given: Pick<Content, 'buttons' | 'media_type'>): boolean {
  return given.buttons.length > 0 || given.media_type === 'document';
}

/** WhatsApp's limit for a card's body, and Twilio's for a plain message. */
const LONGEST_TEXT = { template: 1024, plain: 1600 };

function contentFaults(given: Partial<Content>): Fault[] {
  const faults: Fault[] = [];
  const media = given.media_type ?? 'text';
  if (media !== 'text' && given.media_url === undefined) {
    faults.push({ path: 'media_url', code: 'required', message: `a campaign with media of type ${media} needs this` });
  }
  if (media === 'text' && given.media_url !== undefined) {
    faults.push({
      path: 'media_url',
      code: 'refused',
      message: 'a text campaign takes no media; leave it out or set media_type',
    });
  }
  for (const field of ['message_content', 'media_caption'] as const) {
    if (typeof given[field] === 'string') faults.push(...templateFaults(given[field], field));
  }
  if (typeof given.message_content === 'string' && typeof given.media_caption === 'string') {
    const limit =
      LONGEST_TEXT[needsTemplate({ buttons: given.buttons ?? [], media_type: media }) ? 'template' : 'plain'];
    const length = messageText({ message_content: given.message_content, media_caption: given.media_caption }).length;
    if (length > limit) {
      faults.push({
        path: 'media_caption',
        code: 'too_big',
        message: `caption and message together have ${length} characters, at most ${limit} can be sent`,
      });
    }
  }
  return faults;
}

/** A schedule must lie ahead. */
export function scheduleFaults(given: unknown, now: number): Fault[] {
  const scheduled = (given as { scheduled_at?: unknown } | null)?.scheduled_at;
  const past = typeof scheduled === 'string' && Date.parse(scheduled) <= now;
  return past ? [{ path: 'scheduled_at', code: 'past', message: 'must be in the future' }] : [];
}

/** A new campaign: a draft, or scheduled when its draft names a time. */
export function draftCampaign(
  given: z.infer<typeof campaignDraft>,
  made: { readonly id: string; readonly tenant_id: string; readonly sender_id: string; readonly now: string },
): Campaign {
  const { id, tenant_id, sender_id, now } = made;
  const status = given.scheduled_at ? 'scheduled' : 'draft';
  return { ...given, id, tenant_id, sender_id, status, run: 0, created_at: now, updated_at: now };
}

/** @throws HeraldError 409 when the campaign has begun */
export function scheduleCampaign(current: Campaign, scheduled_at: string, now: string): Campaign {
  if (!mayTake('schedule', current.status)) throw wrongStatus('schedule', current.status);
  return { ...current, scheduled_at, status: TRANSITIONS.schedule.to, updated_at: now };
}

/** @throws HeraldError 400 when the campaign as changed would break a rule, 409 when it can no longer be changed */
export function changeCampaign(current: Campaign, change: CampaignChange, now: string): Campaign {
  if (!mayTake('change', current.status)) throw wrongStatus('change', current.status);
  const given = Object.entries(change).map(([field, value]) => [field, value ?? undefined] as const);
  const changed: Campaign = { ...current, ...Object.fromEntries(given), updated_at: now };
  const faults = contentFaults(changed);
  if (faults.length > 0) throw invalid(faults);
  return { ...changed, status: changed.scheduled_at ? 'scheduled' : 'draft' };
}
