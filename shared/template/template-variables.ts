import type { TemplateContent } from './template.ts';

/** What a variable of a template is for. */
interface VariableUse {
  /** `id` of a reply button; `link` by Herald to a page; `url`: the end of another link; `header`; or `text`. */
  readonly kind: 'id' | 'link' | 'url' | 'header' | 'text';
  /** The button's place, for an `id` and a `link`. */
  readonly button?: number;
}

/** By variable number, as text. */
export type Variables = Readonly<Record<string, VariableUse>>;

const VARIABLE = /\{\{\s*(\d{1,3})\s*\}\}/g;
const ID = /^\{\{\s*(\d{1,3})\s*\}\}$/;
const URL_END = /\{\{\s*(\d{1,3})\s*\}\}$/;

/** The variables of a template. */
export function variablesOf({ header, body, footer = '', buttons }: TemplateContent): Variables {
  const found: Record<string, VariableUse> = {};
  for (const number of numbersIn(`${body} ${footer}`)) found[number] = { kind: 'text' };
  for (const number of numbersIn(header.type === 'text' ? header.text : 'url' in header ? header.url : ''))
    found[number] = { kind: 'header' };
  for (const [button, { type, id = '', url = '', tracked }] of buttons.entries()) {
    const [, end] = ID.exec(id) ?? [];
    if (type === 'reply' && end) found[end] = { kind: 'id', button };
    const [, last] = URL_END.exec(url) ?? [];
    if (type === 'url' && last) found[last] = tracked ? { kind: 'link', button } : { kind: 'url' };
  }
  return found;
}

/** A text with its variables replaced. @param value of a variable's number; undefined leaves it as it is */
export function replaceVariables(text: string, value: (number: string) => string | undefined): string {
  return text.replaceAll(VARIABLE, (match, number: string) => value(number) ?? match);
}

function numbersIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, number = '']) => number);
}
