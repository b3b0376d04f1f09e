import { sha256 } from '../platform/ids.ts';

/** How many hexadecimal digits of a hash make a number: 52 bits, all that one holds exactly. */
const DIGITS = 13;

/** A number from 0 to 1 that follows from a campaign and a customer: the same on each machine, and another for each purpose. */
function drawn(purpose: 'place' | 'arm', campaign_id: string, customer_id: string): number {
  return Number.parseInt(sha256(`${purpose} ${campaign_id} ${customer_id}`).slice(0, DIGITS), 16) / 16 ** DIGITS;
}

/** The shares by which a campaign places its people. */
export interface Shares {
  readonly id: string;
  readonly holdout?: number | undefined;
  readonly experiment?: { readonly test_share: number } | undefined;
}

/** Where a hash puts somebody: whether they get nothing, and whether they are of the test or of those who wait for it. */
export function placeOf(
  { id, holdout = 0, experiment }: Shares,
  customer_id: string,
): { readonly isHeldBack: boolean; readonly isTest: boolean } {
  if (!holdout && !experiment) return { isHeldBack: false, isTest: true };
  const place = drawn('place', id, customer_id);
  const isHeldBack = place < holdout;
  const within = isHeldBack ? place / holdout : (place - holdout) / (1 - holdout);
  return { isHeldBack, isTest: within < (experiment?.test_share ?? 1) };
}

/** The place of the arm that somebody draws. @param shares of each arm, 1 in all */
export function drawArm(campaign_id: string, customer_id: string, shares: readonly number[]): number {
  const at = drawn('arm', campaign_id, customer_id);
  let end = 0;
  const found = shares.findIndex((share) => at < (end += share));
  // Shares that do not add up to 1 to the last bit leave the last arm what is missing.
  return found === -1 ? shares.length - 1 : found;
}
