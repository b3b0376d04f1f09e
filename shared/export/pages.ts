import * as z from 'zod';

import { LANES } from '../platform/lanes.ts';
import type { Position, Range, StorePage } from '../platform/page.ts';

/** Reads the rows of an export page by page. */
export type Pages<Item> = (range: Range) => Promise<StorePage<Item>>;

const place = z.object({ lane: z.number().int(), from: z.string().optional() });

/** Where a page of what is read lane by lane begins. */
export function lanePlace(after: Position | undefined): z.infer<typeof place> {
  return place.parse(after ?? { lane: 0 });
}

/** Where the next page begins. @param last where the lane goes on, unless this was its end */
export function laneAfter(lane: number, last: string | undefined): Position | undefined {
  if (last !== undefined) return { lane, from: last };
  return lane + 1 < LANES ? { lane: lane + 1 } : undefined;
}
