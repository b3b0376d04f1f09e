import { sha256 } from './ids.ts';

/** A tenant's customers and a campaign's messages are spread over this many partitions. Keys depend on it, so it never changes. */
export const LANES = 16;

/** The lane of a customer and of all messages to them: a fixed hash, so neither needs an index. */
export function laneOf(customerId: string): number {
  return Number.parseInt(sha256(customerId).slice(0, 2), 16) % LANES;
}

/** A lane's name in keys: '07'. */
export function laneName(lane: number): string {
  return String(lane).padStart(2, '0');
}
