import { time } from './formats.ts';

/** The parameters of lists that can be asked for a span of time. */
export const createdRange = {
  created_after: time.optional().describe('Those made at this time or later.'),
  created_before: time.optional().describe('Those made before this time.'),
};

export interface CreatedRange {
  readonly created_after?: string | undefined;
  readonly created_before?: string | undefined;
}

/** Lists are sorted by id, and an id may be made up to a request's length after the time that its item has. */
const MARGIN = 60_000;

export function isWithin({ created_after, created_before }: CreatedRange, created_at: string): boolean {
  return (
    (created_after === undefined || created_at >= created_after) &&
    (created_before === undefined || created_at < created_before)
  );
}

/** Whether a list that is read newest first has no more entries within the range from this one on. */
export function isPast({ created_after }: CreatedRange, created_at: string): boolean {
  return created_after !== undefined && Date.parse(created_at) < Date.parse(created_after) - MARGIN;
}
