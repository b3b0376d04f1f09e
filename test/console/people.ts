import { numbers } from '../support/people.ts';

/** The files that put people into the demo's tenant, where all of them run at once. */
const FILES = ['campaign-path', 'every-page', 'insights', 'preview'] as const;
/** Each file's at most. */
const MOST = 20;

/** Numbers of people that read what they get, and that no other file adds or changes. @throws RangeError for more than 20 */
export function peopleOf(file: (typeof FILES)[number], count: number): string[] {
  if (count > MOST) throw new RangeError(`A file has ${MOST} people, not ${count}.`);
  const before = FILES.indexOf(file) * MOST;
  return numbers(before + count).slice(before);
}
