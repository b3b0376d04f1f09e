import { sha256 } from './ids.ts';

/** A tenant's customers and a campaign's messages are spread over this many partitions. Keys hold it: it never changes. */
export const LANES = 16;

/** The lane of a customer and of every message to it: a fixed hash, so either is found without an index. */
export function laneOf(customerId: string): number {
  return Number.parseInt(sha256(customerId).slice(0, 2), 16) % LANES;
}

/** As keys spell a lane: '07'. */
export function laneName(lane: number): string {
  return String(lane).padStart(2, '0');
}
