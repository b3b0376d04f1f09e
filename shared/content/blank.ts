/** The fault of a text that is blank. */
export const BLANK = { code: 'required', message: 'must hold more than blanks' } as const;

/** Whether nobody would see it: blanks and control characters alone. False for an empty text, which the schemas refuse. */
export function isBlank(text: unknown): boolean {
  return typeof text === 'string' && /^[\s\p{C}]+$/u.test(text);
}
