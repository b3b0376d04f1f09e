import { contentFaults, type SendAs } from '../../shared/content/content-faults.ts';
import { CONTENT_LIMITS } from '../../shared/content/limits.ts';
import { placeholderFaults } from '../../shared/content/placeholder.ts';
import { isLocalUpload } from '../../shared/content/local-upload.ts';
import type { OtherContent } from './content-name.ts';
import { draftWith } from './contents.ts';
import { bodyOf, type Draft, type DraftButton } from './draft.ts';
import { asSentence, count } from './format.ts';
import { targetFaults } from './target.ts';

export type Fault = ReturnType<typeof contentFaults>[number];

/** The limits of the API's own schemas, and of a campaign's name. */
export const LIMITS = { ...CONTENT_LIMITS, name: 200 } as const;

const E164 = /^\+[1-9]\d{6,14}$/;

/** Everything that is wrong with a message, as one types: the API's own rules, and those of its fields in the same words. */
export function draftFaults(draft: Draft, sendAs: SendAs = 'template'): readonly Fault[] {
  const { name, contents } = draft;
  return [
    ...(name.trim()
      ? tooLong('name', name, LIMITS.name)
      : [fault('name', 'Give the campaign a name; only you see it.')]),
    ...messageFaults(draft, sendAs),
    ...targetFaults(draft.target_criteria).map(({ path, message }) => fault(path, message)),
    ...contents.flatMap((other, place) => otherFaults(draft, other, `contents.${place}`, sendAs)),
  ];
}

/** Whether a fault is one of whom it goes to, and none of the message. */
export function isOfPeople(path: string): boolean {
  return path.startsWith('target_criteria');
}

/** What of a draft can be asked about: nothing of its message while that has faults. */
export function soundBody(draft: Draft): ReturnType<typeof bodyOf> | object {
  return draftFaults(draft).every(({ path }) => isOfPeople(path)) ? bodyOf(draft) : {};
}

/** Of another text, only in what differs: the rest is said of the first. */
function otherFaults(draft: Draft, other: OtherContent, path: string, sendAs: SendAs): readonly Fault[] {
  if (other.template_id) return [];
  return [
    ...messageFaults(draftWith(draft, other), sendAs)
      .filter(({ path: field }) => (field.split('.', 1)[0] ?? '') in other)
      .map((found) => ({ ...found, path: `${path}.${found.path}` })),
    ...(other.when?.tags_any?.length === 0 ? [fault(`${path}.when`, 'Say for whom it is: name a tag.')] : []),
  ];
}

function messageFaults(draft: Draft, sendAs: SendAs): readonly Fault[] {
  const { message_content, media_type, media_url, footer, buttons, header_text, media_caption } = draft;
  const fields = contentFaults(
    {
      ...draft,
      buttons: [...buttons],
      media_url: media_type === 'text' ? undefined : media_url || undefined,
      footer: footer || undefined,
      header_text: header_text || undefined,
      media_caption: media_caption || undefined,
    },
    sendAs,
  );
  return [
    ...(message_content
      ? tooLong('message_content', message_content, LIMITS.message)
      : [fault('message_content', 'Write what people will read.')]),
    ...tooLong('footer', footer, LIMITS.line),
    ...(media_type !== 'text' && media_url
      ? isLocalUpload(media_url)
        ? []
        : addressFaults('media_url', media_url, LIMITS.mediaUrl)
      : []),
    ...fields.map(withItsName),
    ...buttons.flatMap((button, place) => buttonFaults(button, place, buttons)),
  ];
}

/** What the API says of a field begins with what the field does: "takes no emoji". */
function withItsName({ message, ...found }: Fault): Fault {
  const name = NAMES[found.path.split('.').at(-1) ?? ''] ?? 'It';
  const words = /^(takes|must|has) /.test(message) ? `${name} ${message}` : message;
  return { ...found, message: asSentence(words) };
}

const NAMES: Readonly<Record<string, string>> = {
  title: 'A button’s title',
  message_content: 'The text',
  media_caption: 'The caption',
  footer: 'The small print',
};

function buttonFaults(
  { title, type, action, ...button }: DraftButton,
  place: number,
  all: readonly DraftButton[],
): readonly Fault[] {
  const path = (field: string) => `buttons.${place}.${field}`;
  const isTwice = title !== '' && all.findIndex((other) => other.title === title) !== place;
  return [
    ...(title ? tooLong(path('title'), title, LIMITS.title) : [fault(path('title'), 'Say what the button does.')]),
    ...(isTwice ? [fault(path('title'), 'Another button has this title.')] : []),
    ...(type === 'url' ? addressFaults(path('url'), button.url ?? '', LIMITS.linkUrl) : []),
    ...(type === 'call' && !E164.test(button.phone_number ?? '')
      ? [fault(path('phone_number'), 'Write the number with its country: +14155550123.')]
      : []),
    ...(action?.type === 'auto_reply' && (action.message || !action.media_url)
      ? textFaults(path('action.message'), action.message ?? '', 'Write what they get in answer.')
      : []),
    ...(action?.type === 'agent' ? agentFaults(action, path) : []),
    ...(action?.type === 'event' ? tooLong(path('action.name'), action.name ?? '', LIMITS.eventName) : []),
    ...(action?.type === 'tag' && action.tags.some((tag) => !tag) ? [fault(path('action.tags'), 'Name the tag.')] : []),
  ];
}

function agentFaults(
  { webhook_endpoint_id, timeout_seconds, fallback }: Extract<DraftButton['action'], { type: 'agent' }>,
  path: (field: string) => string,
): readonly Fault[] {
  const isSoon = Number.isInteger(timeout_seconds) && timeout_seconds > 0 && timeout_seconds <= LIMITS.agentSeconds;
  return [
    ...(webhook_endpoint_id ? [] : [fault(path('action.webhook_endpoint_id'), 'Choose who answers.')]),
    ...(isSoon ? [] : [fault(path('action.timeout_seconds'), `Give 1 to ${LIMITS.agentSeconds} seconds.`)]),
    ...textFaults(path('action.fallback'), fallback, 'Write what they get then.'),
  ];
}

/** Of words that answer a tap. @param empty what is said where there are none */
function textFaults(path: string, text: string, empty: string): readonly Fault[] {
  return [...(text ? tooLong(path, text, LIMITS.message) : [fault(path, empty)]), ...placeholderFaults(text, path)];
}

function addressFaults(path: string, url: string, limit: number): readonly Fault[] {
  const isAddress = URL.canParse(url) && new URL(url).protocol === 'https:';
  return isAddress ? tooLong(path, url, limit) : [fault(path, 'Give an address that begins with https://.')];
}

function tooLong(path: string, text: string, limit: number): readonly Fault[] {
  return text.length > limit
    ? [fault(path, `It has ${count(text.length)} characters; at most ${count(limit)} can be sent.`)]
    : [];
}

const fault = (path: string, message: string): Fault => ({ path, code: 'field', message });

/** Answers that stand apart: WhatsApp wants them together, before or after links and calls. */
export function areAnswersApart(buttons: readonly DraftButton[]): boolean {
  const turns = buttons.filter(
    ({ type }, place) => place > 0 && (type === 'reply') !== (buttons[place - 1]?.type === 'reply'),
  );
  return turns.length > 1;
}
