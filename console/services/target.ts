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

/** Names of criteria that the console shows but cannot change. */
export function otherCriteria(target: Target | undefined): readonly string[] {
  return Object.keys(target ?? {}).filter((name) => name !== 'all' && !LISTS.some((list) => list === name));
}
