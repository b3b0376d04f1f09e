import type { Target } from './draft.ts';

/** What can be chosen one by one; other criteria, of the API alone, stay as they are. */
export const LISTS = ['segments_any', 'segments_none', 'tags_any', 'tags_none', 'languages', 'countries'] as const;
export type ListName = (typeof LISTS)[number];

/** The criteria with another list; without any they are nobody's choice yet. */
export function withList(target: Target | undefined, name: ListName, values: readonly string[]): Target | undefined {
  const { all: _, [name]: __, ...rest } = target ?? {};
  const changed = values.length > 0 ? { ...rest, [name]: [...values] } : rest;
  return Object.keys(changed).length > 0 ? changed : undefined;
}

/** The criteria that the console can change, without those that it only shows. */
export function ownCriteria(target: Target): Target | undefined {
  const own = Object.entries(target).filter(([name]) => LISTS.some((list) => list === name));
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

/** What a whole code is, where a list holds codes, and what is said of others. */
const CODES = {
  languages: [/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/i, 'Write codes: de, es, pt-BR.'],
  countries: [/^[A-Z]{2}$/, 'Write codes of two letters: DE, FR.'],
} as const;

/** What is wrong with a list of codes, if anything. */
export function codeFault(target: Target | undefined, name: keyof typeof CODES): string | undefined {
  const [code, message] = CODES[name];
  return target?.[name]?.every((value) => code.test(value)) === false ? message : undefined;
}

/** Each list of codes that has a fault. */
export function targetFaults(
  target: Target | undefined,
): readonly { readonly path: string; readonly message: string }[] {
  return (['languages', 'countries'] as const).flatMap((name) => {
    const message = codeFault(target, name);
    return message ? [{ path: `target_criteria.${name}`, message }] : [];
  });
}
