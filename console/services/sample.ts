import type { Schemas } from '../../client/src/client.ts';
import {
  fill,
  placeholderFaults,
  placeholders,
  replacePlaceholders,
  type PlaceholderValues,
} from '../../shared/content/placeholder.ts';
import { nameOf } from './format.ts';

/** Somebody as whom the preview shows a message. */
export interface Reader extends PlaceholderValues {
  readonly id: string;
  /** What the list of readers calls them. */
  readonly called: string;
  /** Nobody made up an attribute for them: that they lack one says nothing of a customer. */
  readonly isMadeUp?: boolean;
}

const made = (id: string, name: string, called: string): Reader => ({
  ...{ id, name, called, phone_number: '+14155550123', attributes: {}, isMadeUp: true },
});

export const ANA = made('ana', 'Ana', 'Ana (made up)');
/** Who is there when no customer can be read, and the extremes. */
export const MADE_UP: readonly Reader[] = [
  ANA,
  made('long', 'Wolfeschlegelsteinhausen-Bergerdorff', 'A long name (made up)'),
  { id: 'nothing', called: 'Nothing known', name: null, phone_number: null, attributes: {} },
];

/** Customers by their names; those of one name by the end of their numbers, too. */
export function readersOf(customers: readonly Schemas['Customer'][]): readonly Reader[] {
  const names = customers.map(nameOf);
  const isTwice = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  return customers.map((customer) => {
    const name = nameOf(customer);
    const end = (customer.phone_number ?? customer.id).slice(-4);
    return { ...customer, called: isTwice(name) ? `${name} (…${end})` : name };
  });
}

/**
 * A text with somebody's values or their defaults; where there is neither, with the name of the value in brackets.
 * @returns the text, and what it would say of them that has neither: a template with one is not sent to them. What it says of
 *   nobody is a fault, and not missing.
 */
export function filledFor(
  { isMadeUp, ...values }: PlaceholderValues & Pick<Reader, 'isMadeUp'>,
  text: string,
): { readonly text: string; readonly missing: readonly string[] } {
  const found = placeholders(text);
  const filled = fill(found, values);
  const shown = found.map(({ path }, place) => filled.values[place] || `[${path.replace(/^attributes\./, '')}]`);
  return {
    text: replacePlaceholders(text, found, (place) => shown[place] ?? ''),
    missing: isMadeUp
      ? []
      : found.flatMap(({ text: code, path }, place) =>
          filled.values[place] || placeholderFaults(code, '').length > 0 ? [] : detailName(path),
        ),
  };
}

const NAMES: Readonly<Record<string, string>> = { name: 'Name', phone_number: 'Phone number' };

/** What a detail of a person is called: an attribute by its own name. */
const detailName = (path: string): string => NAMES[path] ?? path.replace(/^attributes\./, '');

/** What a text can say of a person, and what it is called: the attributes that customers have, else one as an example. */
export function detailsOf(people: readonly PlaceholderValues[]): readonly (readonly [path: string, called: string])[] {
  const names = new Set(people.flatMap(({ attributes }) => Object.keys(attributes)));
  const usable = [...names].filter(
    (name) => name === name.trim() && placeholderFaults(`{{attributes.${name}}}`, '').length === 0,
  );
  return [
    ...Object.entries(NAMES),
    ...(usable.length > 0 ? usable.sort() : ['city']).map((name) => [`attributes.${name}`, name] as const),
  ];
}
