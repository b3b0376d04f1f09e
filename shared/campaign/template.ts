import type { Fault } from '../platform/errors.ts';

/** What a placeholder may be filled with. */
export interface TemplateValues {
  readonly name: string | null;
  readonly phone_number: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

interface Placeholder {
  readonly text: string;
  readonly path: string;
  readonly fallback: string | undefined;
}

const PLACEHOLDER = /\{\{\s*([^{}|]*?)\s*(?:\|\s*default:\s*"([^"{}]*)"\s*)?\}\}/g;
const PATH = /^(name|phone_number|attributes\.[\w-]{1,64})$/;

/** The placeholders of a text in order, a repeated one once: `{{name}}`, `{{attributes.city | default: "town"}}`. */
export function placeholders(text: string): Placeholder[] {
  const found = [...text.matchAll(PLACEHOLDER)].map(([match, path, fallback]) => ({
    text: match,
    path: path ?? '',
    fallback,
  }));
  return [...new Map(found.map((one) => [one.text, one])).values()];
}

/** What is wrong with a text's placeholders. */
export function templateFaults(text: string, path: string): Fault[] {
  const unknown = placeholders(text)
    .filter((one) => !PATH.test(one.path))
    .map((one) => ({
      path,
      code: 'placeholder',
      message: `${one.text} is not known: use {{name}}, {{phone_number}} or {{attributes.x}}.`,
    }));
  const unread = /\{\{|\}\}/.test(text.replaceAll(PLACEHOLDER, ''));
  return unread
    ? [
        ...unknown,
        {
          path,
          code: 'placeholder',
          message: 'A {{ or }} stands alone; write {{name}} or {{name | default: "friend"}}.',
        },
      ]
    : unknown;
}

/** The value of each placeholder, in order, and which of them this customer has no value for. */
export function fill(found: readonly Placeholder[], values: TemplateValues): { values: string[]; missing: string[] } {
  const filled = found.map(({ path, fallback }) => oneLine(lookUp(path, values)) || fallback || '');
  return { values: filled, missing: found.filter((_, index) => !filled[index]).map((one) => one.text) };
}

/** The text with each placeholder replaced by what `replacement` says for its place in the order (from 0). */
export function replacePlaceholders(
  text: string,
  found: readonly Placeholder[],
  replacement: (index: number) => string,
): string {
  return found.reduce((result, one, index) => result.replaceAll(one.text, replacement(index)), text);
}

function lookUp(path: string, values: TemplateValues): string {
  const value = path.startsWith('attributes.')
    ? values.attributes[path.slice('attributes.'.length)]
    : values[path as 'name' | 'phone_number'];
  return value === undefined || value === null ? '' : String(value);
}

/** WhatsApp refuses a variable with a line break or more than four spaces in a row (63013). */
function oneLine(value: string): string {
  return value.replaceAll(/\s+/g, ' ').trim();
}
