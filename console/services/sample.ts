import { fill, placeholders, replacePlaceholders, type PlaceholderValues } from '../../shared/content/placeholder.ts';

/** Whose message the preview shows. */
export type SampleName = 'typical' | 'longest' | 'nothing';

const SOMEBODY: PlaceholderValues = { name: 'Ana', phone_number: '+14155550123', attributes: {} };
const LONG: PlaceholderValues = {
  name: 'Wolfeschlegelsteinhausen-Bergerdorff',
  phone_number: '+14155550123',
  attributes: {},
};
const NOBODY: PlaceholderValues = { name: null, phone_number: null, attributes: {} };

/**
 * A text with the values of somebody. Attributes of a made-up person are their default, else their name in brackets.
 * @returns the text, and the placeholders for which there is nothing: whoever has nothing there is left out
 */
export function filledFor(
  sample: SampleName,
  text: string,
): { readonly text: string; readonly missing: readonly string[] } {
  const found = placeholders(text);
  const values = { typical: SOMEBODY, longest: LONG, nothing: NOBODY }[sample];
  const filled = fill(found, values);
  const shown = found.map(({ path }, place) => filled.values[place] || `[${path.replace(/^attributes\./, '')}]`);
  return {
    text: replacePlaceholders(text, found, (place) => shown[place] ?? ''),
    missing: sample === 'nothing' ? filled.missing : [],
  };
}
