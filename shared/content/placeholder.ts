import type { Fault } from '../platform/errors.ts';

/** The values that placeholders refer to. */
export interface PlaceholderValues {
  readonly name: string | null;
  readonly phone_number: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

export interface Placeholder {
  readonly text: string;
  readonly path: string;
  readonly fallback: string | undefined;
}

/**
 * Office programs and phones write curly quotes for straight ones. No two adjacent parts match the same character:
 * backtracking over a long run of blanks would take hours.
 */
const PLACEHOLDER = /\{\{([^{}|]*)(?:\|\s*default:\s*(?:"([^"{}]*)"|[“”„‟«»]([^“”„‟«»{}]*)[“”„‟«»])\s*)?\}\}/g;
/** An attribute's name is that of a column, `attributes.First Name`; one with a dot would look like a path. */
const PATH = /^(name|phone_number|attributes\.[^{}|.]{1,64})$/;

/** The distinct placeholders of a text, in order: `{{name}}`, `{{attributes.city | default: "town"}}`. */
export function placeholders(text: string): Placeholder[] {
  const found = [...text.matchAll(PLACEHOLDER)].map(([match, path, fallback, curlyFallback]) => ({
    text: match,
    path: path?.trim() ?? '',
    fallback: fallback ?? curlyFallback,
  }));
  return [...new Map(found.map((placeholder) => [placeholder.text, placeholder])).values()];
}

/** What stands before, between and behind the placeholders of a text. */
export function textAround(text: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: match, index } of text.matchAll(PLACEHOLDER)) {
    pieces.push(text.slice(from, index));
    from = index + match.length;
  }
  return [...pieces, text.slice(from)];
}

/** Whether a text contains a placeholder, or `{{` or `}}` alone. */
export function hasPlaceholder(text: string): boolean {
  return /\{\{|\}\}/.test(text);
}

/** The faults of a text's placeholders. */
export function placeholderFaults(text: string, path: string): Fault[] {
  const unknown = placeholders(text)
    .filter((placeholder) => !PATH.test(placeholder.path))
    .map((placeholder) => ({
      path,
      code: 'placeholder',
      message: `${placeholder.text} is not known: use {{name}}, {{phone_number}} or {{attributes.x}}.`,
    }));
  const rest = text.replaceAll(PLACEHOLDER, '');
  if (!hasPlaceholder(rest)) return unknown;
  const [unread] = /\{\{[^{}]*\}\}/.exec(rest) ?? [];
  const what = unread ? `${unread} cannot be read` : 'A {{ or }} stands alone';
  const message = `${what}; write {{name}} or {{name | default: "friend"}}.`;
  return [...unknown, { path, code: 'placeholder', message }];
}

/** The value of each placeholder, in order, and the placeholders for which the customer has none. */
export function fill(
  found: readonly Placeholder[],
  values: PlaceholderValues,
): { values: string[]; missing: string[] } {
  const filled = found.map(({ path, fallback }) => oneLine(lookUp(path, values)) || oneLine(fallback ?? ''));
  return { values: filled, missing: found.filter((_, index) => !filled[index]).map((placeholder) => placeholder.text) };
}

/** The placeholders that are filled with their default, because the customer has no value. */
export function defaulted(found: readonly Placeholder[], values: PlaceholderValues): string[] {
  return found
    .filter(({ path, fallback }) => !oneLine(lookUp(path, values)) && oneLine(fallback ?? ''))
    .map(({ text }) => text);
}

/** The text with each placeholder replaced. @param replacement for a placeholder's index in `found` */
export function replacePlaceholders(
  text: string,
  found: readonly Placeholder[],
  replacement: (index: number) => string,
): string {
  const places = new Map(found.map((placeholder, index) => [placeholder.text, index]));
  return text.replaceAll(PLACEHOLDER, (match) => {
    const place = places.get(match);
    return place === undefined ? match : replacement(place);
  });
}

function lookUp(path: string, values: PlaceholderValues): string {
  const attribute = path.startsWith('attributes.') ? path.slice('attributes.'.length) : undefined;
  if (attribute === undefined) return values[path as 'name' | 'phone_number'] ?? '';
  return Object.hasOwn(values.attributes, attribute) ? String(values.attributes[attribute]) : '';
}

/** WhatsApp refuses a variable with a line break or more than four spaces in a row. */
function oneLine(value: string): string {
  return value.replaceAll(/\s+/g, ' ').trim();
}
