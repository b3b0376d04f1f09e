import type { Rendered } from './content-types.ts';
import { fill, placeholders, type Variables } from './template.ts';
import type { RuleName } from './rules.ts';

/** What a reviewer has before them. */
export interface Submitted {
  readonly shown: Rendered;
  readonly language: string;
  readonly samples: Variables;
}

/** A fault, as WhatsApp words its reason. */
type Finds = (submitted: Submitted) => string | undefined | false;

const MAX_BODY = 1024;

/** The rules that a template's text decides, in the order in which they are looked at. */
export const TEXT_RULES: readonly (readonly [RuleName, Finds])[] = [
  [
    'template_variable_edges',
    (of) => /^\{\{|\}\}$/.test(textOf(of).trim()) && 'Variables cannot be at the start or end of the template.',
  ],
  ['template_adjacent_variables', (of) => /\}\}\s*\{\{/.test(textOf(of)) && 'Variables cannot be next to each other.'],
  ['template_variable_order', (of) => skips(placeholders(textOf(of))) && 'Variables must be sequential.'],
  [
    'template_words',
    (of) => words(textOf(of)) < placeholders(textOf(of)).length && 'Too many variables for the length of the text.',
  ],
  [
    'template_length',
    (of) => filled(of).length > MAX_BODY && `With its samples the body has more than ${MAX_BODY} characters.`,
  ],
  [
    'template_footer',
    ({ shown: { footer, subtitle } }) =>
      /\{\{|[\r\n]/.test(footer ?? subtitle ?? '') && 'The footer takes no variables and no line breaks.',
  ],
  [
    'template_titles',
    ({ shown: { actions = [] } }) =>
      actions.some(({ title }) => /\{\{|[\r\n*_~`]|\p{Extended_Pictographic}/u.test(title)) &&
      'Button titles take no variables, line breaks, emoji or formatting.',
  ],
  ['template_button_order', (of) => replyGroups(of) > 1 && 'Quick replies must be grouped.'],
  [
    'template_language',
    ({ language, ...of }) =>
      isInOtherScript(textOf(of), language) && 'TAG_CONTENT_MISMATCH: the text is not in its language.',
  ],
];

function textOf({ shown: { body, title } }: Pick<Submitted, 'shown'>): string {
  return body ?? title ?? '';
}

function filled({ shown, samples }: Submitted): string {
  return fill(JSON.stringify(textOf({ shown })), samples) as string;
}

function words(text: string): number {
  return text.replaceAll(/\{\{\w+\}\}/g, ' ').match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

function replyGroups({ shown: { actions = [] } }: Submitted): number {
  const replies = actions.map(({ type }) => (type ?? 'QUICK_REPLY') === 'QUICK_REPLY');
  return replies.filter((isReply, place) => isReply && !replies[place - 1]).length;
}

function skips(names: readonly string[]): boolean {
  const numbers = [...new Set(names.map(Number))].filter(Number.isInteger);
  return numbers.some((number) => number < 1 || number > numbers.length);
}

/** Scripts of CLDR that Unicode has under other names. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  Hans: ['Hani'],
  Hant: ['Hani'],
  Jpan: ['Hani', 'Hira', 'Kana'],
  Kore: ['Hang', 'Hani'],
};

/** A reviewer knows more; this much a machine can tell. WhatsApp spells `pt_BR`. */
function isInOtherScript(text: string, language: string): boolean {
  const letters = text.replaceAll(/\{\{\w+\}\}/g, '').match(/\p{L}/gu) ?? [];
  const script = new Intl.Locale(language.replaceAll('_', '-')).maximize().script;
  if (!script || letters.length === 0) return false;
  const own = new RegExp(`[${(SCRIPTS[script] ?? [script]).map((name) => `\\p{sc=${name}}`).join('')}]`, 'u');
  return letters.filter((letter) => own.test(letter)).length < letters.length / 2;
}
