import { sha256 } from '../platform/ids.ts';
import { CHANCE_SHARE } from './experiment.ts';

/** How many hexadecimal digits of a hash make a number: 52 bits, all that one holds exactly. */
const DIGITS = 13;

/** A number from 0 to 1 that follows from a campaign and a customer: the same on each machine, and another for each purpose. */
export function drawn(
  purpose: 'place' | 'arm' | 'chance' | 'half' | 'time' | 'hour' | 'lane',
  campaign_id: string,
  customer_id: string,
): number {
  return Number.parseInt(sha256(`${purpose} ${campaign_id} ${customer_id}`).slice(0, DIGITS), 16) / 16 ** DIGITS;
}

/** The shares by which a campaign places its people. */
export interface Shares {
  readonly id: string;
  readonly holdout?: number | undefined;
  readonly experiment?: { readonly test_share: number; readonly chance_share?: number | undefined } | undefined;
  /** Whether whoever is not of the test gets the arm that is picked for them. */
  readonly picking?: boolean | undefined;
}

/**
 * Where a hash puts somebody: whether they get nothing, and whether they are of the test, of those who wait for it, or, where arms
 * are picked, of those who get their pick.
 */
export function placeOf(
  { id, holdout = 0, experiment, picking }: Shares,
  customer_id: string,
): { readonly isHeldBack: boolean; readonly isTest: boolean } {
  if (!holdout && !experiment) return { isHeldBack: false, isTest: true };
  const place = drawn('place', id, customer_id);
  const isHeldBack = place < holdout;
  const within = isHeldBack ? place / holdout : (place - holdout) / (1 - holdout);
  if (picking)
    return { isHeldBack, isTest: drawn('chance', id, customer_id) < (experiment?.chance_share ?? CHANCE_SHARE) };
  return { isHeldBack, isTest: within < (experiment?.test_share ?? 1) };
}

/** Whether some of a campaign's people wait for what is decided of its experiment. */
export function hasWaiting({ experiment, picking }: Pick<Shares, 'experiment' | 'picking'>): boolean {
  return !!experiment && experiment.test_share < 1 && !picking;
}

/** In which half of those whom chance decides for somebody is: what is learnt from one is proved on the other. */
export function halfOf(campaign_id: string, customer_id: string): 0 | 1 {
  return drawn('half', campaign_id, customer_id) < 0.5 ? 0 : 1;
}

/** The place of the arm that somebody draws. @param shares of each arm, 1 in all */
export function drawArm(campaign_id: string, customer_id: string, shares: readonly number[]): number {
  const at = drawn('arm', campaign_id, customer_id);
  let end = 0;
  const found = shares.findIndex((share) => at < (end += share));
  // Shares that do not add up to 1 to the last bit leave the last arm what is missing.
  return found === -1 ? shares.length - 1 : found;
}
