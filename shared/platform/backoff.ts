import { contended, throttled } from './errors.ts';
import { refusalOf, spentBySdk } from './throttle.ts';

/** Waits for a random time, at least half of `ceiling` and at most all of it (milliseconds). */
export type Pause = (ceiling: number) => Promise<void>;

/** How somebody waits, and a clock (milliseconds) that goes on meanwhile. */
export interface Waiting {
  readonly pause: Pause;
  now(): number;
}

/** Is told of refused requests, and how many. */
export type Tell = (requests: number) => void;

/** How many requests are made of a busy service, those that a client of AWS repeats included. */
export const MAX_REQUESTS = 8;
/** How long they may take with all waits between them, such a client's included, so that a function of 10 s can still say what is wrong. */
export const MAX_WAIT = 4_000;
/** The first wait and the longest one, in milliseconds. */
const SHORTEST = 50;
const LONGEST = 1_600;

/** How long to wait at most after so many refused requests. */
function ceilingAfter(requests: number): number {
  return Math.min(LONGEST, SHORTEST * 2 ** (requests - 1));
}

/**
 * Repeats a request while the service is busy, ever more slowly.
 * @param tell is told of every refusal, and how many requests it stands for
 * @throws HeraldError 503 when it stays busy; any other error at once
 */
export async function patiently<Answer>(
  request: () => Promise<Answer>,
  { pause, now }: Waiting,
  tell: Tell = () => {},
): Promise<Answer> {
  const begun = now();
  let waited = 0;
  for (let made = 0; made < MAX_REQUESTS && waited < MAX_WAIT;) {
    if (made > 0) {
      const ceiling = Math.min(ceilingAfter(made), MAX_WAIT - waited);
      await pause(ceiling);
      waited += ceiling;
    }
    try {
      return await request();
    } catch (error) {
      if (refusalOf(error) !== 'busy') throw error;
      const spent = spentBySdk(error);
      tell(spent.requests);
      made += spent.requests;
      // A busy machine answers and wakes late.
      waited = Math.max(waited + spent.waited, now() - begun);
    }
  }
  throw throttled();
}

/**
 * Sends entries in batches of `size`, those that were not taken again together with the next ones. It makes at most twice
 * the requests that the entries need, and a few more.
 * @param send returns the entries that were not taken
 * @param tell is told of every request that was not taken entirely
 * @throws HeraldError 503 when several requests in a row had nothing taken
 */
export async function inBatches<Entry>(
  entries: readonly Entry[],
  size: number,
  send: (batch: readonly Entry[]) => Promise<readonly Entry[]>,
  pause: Pause,
  tell: Tell = () => {},
): Promise<void> {
  let pending = entries;
  let refused = 0;
  const most = 2 * Math.ceil(entries.length / size) + MAX_REQUESTS;
  for (let made = 0; made < most && refused < MAX_REQUESTS && pending.length > 0; made += 1) {
    if (refused > 0) await pause(ceilingAfter(refused));
    const batch = pending.slice(0, size);
    const untaken = await send(batch);
    pending = [...untaken, ...pending.slice(size)];
    if (untaken.length > 0) tell(1);
    if (untaken.length === 0) refused = 0;
    else refused = untaken.length < batch.length ? 1 : refused + 1;
  }
  if (pending.length > 0) throw throttled();
}

/** The answer of an attempt that another writer overtook: what it read is out of date. */
export const LOST = Symbol('lost');

/** How often a read and the write that depends on it are made. Even thirty writers of one row need fewer. */
const MAX_ROUNDS = 30;
/** In milliseconds: a lost race shows that others get on, so the waits are short. */
const SHORTEST_TURN = 10;
const LONGEST_TURN = 200;

/**
 * Repeats a read and a write that depends on it until no other writer comes in between.
 * @throws HeraldError 503 when others always came first
 */
export async function untilWon<Result>(attempt: () => Promise<Result | typeof LOST>, pause: Pause): Promise<Result> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 0) await pause(Math.min(LONGEST_TURN, SHORTEST_TURN * 2 ** (round - 1)));
    const result = await attempt();
    if (result !== LOST) return result;
  }
  throw contended();
}
