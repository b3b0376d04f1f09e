import type { IdPrefix, Ids } from '../../shared/platform/ids.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function letters(value: number, length: number): string {
  let text = '';
  for (let left = value; text.length < length; left = Math.floor(left / 32)) text = CROCKFORD[left % 32]! + text;
  return text;
}

/** An id of a time (milliseconds since the epoch) and a number. */
export function idOfNumber(prefix: IdPrefix, time: number, number: number): string {
  return `${prefix}_${letters(time, 10)}${letters(number, 16)}`;
}

/** The number in such an id. */
export function numberInId(id: string): number {
  let number = 0;
  for (const letter of id.slice(-16)) number = number * 32 + CROCKFORD.indexOf(letter);
  return number;
}

/** Ids that count on: they sort by creation, like those of one process. */
export function countedIds(now: () => number): Ids {
  let count = 0;
  const at = (prefix: IdPrefix, time: number) => idOfNumber(prefix, time, ++count);
  return {
    next: (prefix) => at(prefix, now()),
    at,
    apiKey: () => `hk_${letters(++count, 43)}`,
    secret: () => letters(++count, 43),
  };
}
