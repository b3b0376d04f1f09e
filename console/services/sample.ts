import {
  fill,
  placeholderFaults,
  placeholders,
  replacePlaceholders,
  type PlaceholderValues,
} from '../../shared/content/placeholder.ts';

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

/**
 * A text with somebody's values or their defaults; where there is neither, with the name of the value in brackets.
 * @returns the text, and the placeholders for which there is neither: a template with one is not sent to them
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
    missing: isMadeUp ? [] : filled.missing,
  };
}

/** What a text can say of a person, and what it is called: the attributes that customers have, else one as an example. */
export function detailsOf(people: readonly PlaceholderValues[]): readonly (readonly [path: string, called: string])[] {
  const names = new Set(people.flatMap(({ attributes }) => Object.keys(attributes)));
  const usable = [...names].filter(
    (name) => name === name.trim() && placeholderFaults(`{{attributes.${name}}}`, '').length === 0,
  );
  return [
    ['name', 'Name'],
    ['phone_number', 'Phone number'],
    ...(usable.length > 0 ? usable.sort() : ['city']).map((name) => [`attributes.${name}`, name] as const),
  ];
}
