import type { Fault } from '../platform/errors.ts';

/** More buttons than anything may have: the schemas refuse them, however many there are. */
const MAX_JUDGED = 100;

/** The fault of a text that is blank. */
export const BLANK = { code: 'required', message: 'must hold more than blanks' } as const;

/** Whether nobody would see it: blanks and control characters alone. False for an empty text, which the schemas refuse. */
export function isBlank(text: unknown): boolean {
  return typeof text === 'string' && /^[\s\p{C}]+$/u.test(text);
}

/** The faults of titles that are blank, and of those that differ from another one in their blanks alone: nobody tells them apart. */
export function titleFaults(buttons: unknown): Fault[] {
  const given: readonly ({ title?: unknown } | null)[] = Array.isArray(buttons) ? buttons.slice(0, MAX_JUDGED) : [];
  const titles = given.map((button) => button?.title);
  const shown = titles.map((title) => (typeof title === 'string' ? title.trim().replaceAll(/\s+/g, ' ') : undefined));
  return titles.flatMap((title, place) => {
    const path = `buttons.${place}.title`;
    if (isBlank(title)) return [{ path, ...BLANK }];
    // The schema reports titles that are the same in their blanks, too, and what is no title.
    const isSeen = shown[place] === undefined || title === '' || titles.indexOf(title) < place;
    if (isSeen || shown.indexOf(shown[place]) === place) return [];
    return [{ path, code: 'duplicate', message: 'another button has this title, but for its blanks' }];
  });
}
