import type { Schemas } from '../../client/src/client.ts';
import type { Button } from '../../shared/content/button.ts';
import { contentOf, type Content } from '../../shared/content/content.ts';
import type { Recurrence } from './recurrence.ts';

type Campaign = Schemas['Campaign'];

export type Target = Schemas['TargetCriteria'];
export type DraftButton = Button;

/** What the builder edits: the fields of a campaign as the API names them, empty ones as empty texts. */
export interface Draft {
  readonly name: string;
  readonly language: string;
  readonly message_content: string;
  readonly media_type: Campaign['media_type'];
  readonly media_url: string;
  readonly media_caption: string;
  readonly header_text: string;
  readonly footer: string;
  readonly buttons: readonly DraftButton[];
  /** Other texts, and how they are compared. */
  readonly contents: Campaign['contents'];
  readonly weight: number | null;
  readonly experiment: Campaign['experiment'];
  readonly holdout: number | null;
  readonly send_time: Campaign['send_time'];
  /** Undefined until somebody has chosen: a campaign never goes to everybody because nobody said whom. */
  readonly target_criteria: Target | undefined;
  /** Local time as an input has it; empty: as soon as it is sent. Not saved: a campaign with a time would be scheduled. */
  readonly at: string;
  /** When it is sent again and again. Not saved either, before it is sent. */
  readonly recurrence: Recurrence | undefined;
}

export const EMPTY: Draft = {
  name: '',
  language: 'en',
  message_content: '',
  media_type: 'text',
  media_url: '',
  media_caption: '',
  header_text: '',
  footer: '',
  buttons: [],
  contents: [],
  weight: null,
  experiment: null,
  holdout: null,
  send_time: null,
  target_criteria: undefined,
  at: '',
  recurrence: undefined,
};

export function draftOf(campaign: Campaign): Draft {
  const { status, scheduled_at, recurrence } = campaign;
  const known: Readonly<Record<string, unknown>> = { ...campaign };
  const given = Object.keys(EMPTY).map((name) => [name, known[name] ?? EMPTY[name as keyof Draft]]);
  return {
    ...(Object.fromEntries(given) as Draft),
    at: status === 'scheduled' && scheduled_at && !recurrence ? localTime(scheduled_at) : '',
    target_criteria: campaign.warnings.some(({ code }) => code === 'audience_unsaid')
      ? undefined
      : campaign.target_criteria,
  };
}

/** A time of the viewer's clock as inputs have it: as Swedes write it. */
export const localTime = (at: string | number): string =>
  new Date(at).toLocaleString('sv').slice(0, 16).replace(' ', 'T');

/** The content as the adapter of the provider sees it: by the same code. */
export function contentOfDraft(draft: Draft): Content {
  return contentOf({
    ...draft,
    media_url: draft.media_url || undefined,
    media_caption: draft.media_caption || undefined,
    header_text: draft.header_text || undefined,
    footer: draft.footer || undefined,
    buttons: [...draft.buttons],
  });
}

type Sent = Omit<Schemas['CampaignDraft'], 'template_id'>;

/** The body that creates a campaign: what is empty is left out. */
export function bodyOf(draft: Draft): Sent {
  const { at: _, recurrence: __, ...fields } = draft;
  const media_url = draft.media_type === 'text' ? '' : draft.media_url;
  return Object.fromEntries(Object.entries({ ...fields, media_url }).filter(([, value]) => value)) as unknown as Sent;
}

/** The body that changes one: what is empty is cleared. Of one that sends an existing template the message is the template's. */
export function changeOf(draft: Draft, isTemplate = false): Schemas['CampaignChange'] {
  const { at: _, recurrence: __, name, target_criteria = null, ...message } = draft;
  if (isTemplate) return { name, target_criteria };
  const cleared = Object.fromEntries(Object.keys(message).map((field) => [field, null]));
  return { ...cleared, target_criteria, ...bodyOf(draft) };
}

/** An id for a button by its title, that no other has: `keep-one`. It stays when the title changes. */
export function buttonId(title: string, taken: readonly string[]): string {
  const base =
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 40) || 'button';
  const numbers = Array.from({ length: taken.length + 1 }, (_, n) => (n === 0 ? base : `${base}-${n + 1}`));
  return numbers.find((id) => !taken.includes(id)) ?? base;
}
