/**
 * Characters that a person does not see and an agent may read: controls but tab and line breaks, those that turn the direction of
 * text, and the tags of Unicode, by which whole sentences are hidden. Joiners stay: emoji and scripts need them.
 */
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Data with what is unseen written out, `\u{202e}`, in texts and in names of fields. */
export function shown<Data>(data: Data): Data {
  return JSON.parse(JSON.stringify(data), (_, value: unknown) => {
    if (typeof value === 'string') return written(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [written(name), inner]));
  }) as Data;
}

function written(text: string): string {
  return text.replaceAll(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
