import { encodeTime } from 'ulid';

import { idOfText } from '../platform/packed-ids.ts';

/** How many characters of an id its time takes. */
const TIME = 10;

/**
 * The id of one date of a campaign that recurs: the same whoever makes it, so that it is made once. It has the time of the
 * date, since lists sort by id.
 */
export function occurrenceId(parent_id: string, scheduled_at: string): string {
  const hash = idOfText('cmp', `${parent_id} ${scheduled_at}`);
  return `cmp_${encodeTime(Date.parse(scheduled_at), TIME)}${hash.slice('cmp_'.length + TIME)}`;
}
