import type { Fault } from '../platform/errors.ts';
import type { Button } from './button.ts';
import type { ButtonType } from './button-type.ts';
import type { ContentFields } from './content-fields.ts';
import { placeholderFaults, textAround } from './placeholder.ts';

/** How many buttons of a type a template may have, where that is fewer than a campaign may. */
const MAX_BUTTONS: Readonly<Record<ButtonType, number | undefined>> = { reply: undefined, url: 2, call: 1 };

/** The files that WhatsApp takes as a template's header, by their usual endings. */
const ENDINGS = {
  image: ['jpg', 'jpeg', 'png'],
  video: ['mp4'],
  document: ['pdf'],
} as const;

/** What WhatsApp refuses in a button's title. */
const TITLE_RULES: readonly (readonly [RegExp, string])[] = [
  [/[\r\n]/, 'line break'],
  [/\{\{|\}\}/, 'placeholder'],
  [/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u, 'emoji'],
  [/[*_~`]/, 'formatting character (* _ ~ `)'],
];

/** More buttons than any campaign may have: the schema refuses them, however many there are. */
const MAX_JUDGED = 100;

/** WhatsApp's rules for templates: what breaks one of them would be refused at its review, hours later. */
export function templateFaults(given: Partial<ContentFields>): Fault[] {
  return [...variableFaults(given), ...fileFaults(given), ...buttonFaults(given.buttons)];
}

/** The body must not begin or end with a variable, nor have two without words between them, nor more of them than words. */
function variableFaults({ media_caption, message_content }: Partial<ContentFields>): Fault[] {
  const texts = Object.entries({ media_caption, message_content }).flatMap(([path, text]) =>
    typeof text === 'string' && text !== '' ? [{ path, pieces: textAround(text) }] : [],
  );
  const [first, last] = [texts[0], texts.at(-1)];
  if (!first || !last || placeholderFaults(`${media_caption} ${message_content}`, '').length > 0) return [];
  const isBlank = (piece: string | undefined) => piece?.trim() === '';
  const begins = ({ pieces }: typeof first) => pieces.length > 1 && isBlank(pieces[0]);
  const ends = ({ pieces }: typeof first) => pieces.length > 1 && isBlank(pieces.at(-1));
  const fault = ({ path }: typeof first, message: string) => ({ path, code: 'variable', message });
  return [
    ...(begins(first) ? [fault(first, 'must not begin with a placeholder; write a word before it')] : []),
    ...(ends(last) ? [fault(last, 'must not end with a placeholder; write a word or a full stop after it')] : []),
    ...(first !== last && ends(first) && begins(last) ? [fault(last, ADJACENT)] : []),
    ...texts.filter(({ pieces }) => pieces.slice(1, -1).some(isBlank)).map((text) => fault(text, ADJACENT)),
    ...(words(texts) < texts.reduce((sum, { pieces }) => sum + pieces.length - 1, 0) ? [fault(last, FEW_WORDS)] : []),
  ];
}

const FEW_WORDS = 'has more placeholders than words around them; write more of the text yourself';

function words(texts: readonly { readonly pieces: readonly string[] }[]): number {
  return texts.flatMap(({ pieces }) => pieces.flatMap((piece) => piece.match(/[\p{L}\p{N}]+/gu) ?? [])).length;
}

const ADJACENT = 'must not have two placeholders next to each other; write a word between them';

/** An address without an ending may lead to a file of any kind. */
function fileFaults({ media_type, media_url }: Partial<ContentFields>): Fault[] {
  if (media_type === undefined || !isHeader(media_type) || !media_url || !URL.canParse(media_url)) return [];
  const [, ending] = /\.(\w{1,10})$/.exec(new URL(media_url).pathname.toLowerCase()) ?? [];
  const taken: readonly string[] = ENDINGS[media_type];
  if (ending === undefined || taken.includes(ending)) return [];
  const message = `a template takes no .${ending} file as its ${media_type}; use ${taken.join(' or ')}`;
  return [{ path: 'media_url', code: 'media_type', message }];
}

/** A button as it was given: its schema reports what is none. */
type Given = Partial<Button> | null;

/** Whether the type has files; the field's own schema reports one that does not exist. */
function isHeader(type: string): type is keyof typeof ENDINGS {
  return Object.hasOwn(ENDINGS, type);
}

function buttonFaults(buttons: unknown): Fault[] {
  if (!Array.isArray(buttons)) return [];
  const given = (buttons as readonly unknown[]).slice(0, MAX_JUDGED) as readonly Given[];
  return [...titleFaults(given), ...countFaults(given)];
}

function titleFaults(buttons: readonly Given[]): Fault[] {
  return buttons.flatMap((button, place) => {
    const title: unknown = button?.title;
    if (typeof title !== 'string') return [];
    const unfit = TITLE_RULES.filter(([pattern]) => pattern.test(title)).map(([, what]) => what);
    const message = `takes no ${unfit.join(' and no ')}`;
    return unfit.length > 0 ? [{ path: `buttons.${place}.title`, code: 'title', message }] : [];
  });
}

function countFaults(buttons: readonly Given[]): Fault[] {
  const seen = new Map<unknown, number>();
  return buttons.flatMap((button, place) => {
    const type = button?.type;
    const count = (seen.get(type) ?? 0) + 1;
    seen.set(type, count);
    const max = type && MAX_BUTTONS[type];
    const message = `a template has at most ${max} ${max === 1 ? 'button' : 'buttons'} of type ${type}`;
    return max !== undefined && count > max ? [{ path: `buttons.${place}.type`, code: 'too_many', message }] : [];
  });
}
