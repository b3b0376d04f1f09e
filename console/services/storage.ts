/** This tab's, which counts first, and that of all tabs. */
export const PLACES = ['sessionStorage', 'localStorage'] as const;
type Place = (typeof PLACES)[number];

/**
 * What was kept under a key; a browser may refuse to store anything, or to name the place at all, and the console then forgets
 * sooner, and works.
 * @param sample of what was kept as JSON: what is damaged, or has another form, is nothing. Without one it is a text
 */
export function recall(place: Place, key: string): string | undefined;
export function recall<T extends object>(place: Place, key: string, sample: Partial<T>): T | undefined;
export function recall(place: Place, key: string, sample?: object): unknown {
  try {
    const kept = globalThis[place].getItem(key) ?? '';
    if (!sample) return kept;
    const value: unknown = JSON.parse(kept);
    return isLike(sample, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Without a value, it is forgotten. */
export function keep(place: Place, key: string, value?: string): void {
  try {
    if (value) globalThis[place].setItem(key, value);
    else globalThis[place].removeItem(key);
  } catch {
    // Full or forbidden.
  }
}

/** Whether a value has each field of a sample, and of the same type; of a list, whether each part is like the sample's first. */
export function isLike(sample: unknown, value: unknown): boolean {
  if (Array.isArray(sample)) return Array.isArray(value) && value.every((part) => isLike(sample[0], part));
  if (typeof value !== typeof sample || Array.isArray(value) || value === null) return false;
  return Object.entries(sample as object).every(([name, of]) => isLike(of, (value as Record<string, unknown>)[name]));
}
