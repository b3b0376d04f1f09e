import { HeraldProblem } from '../../client/src/problem.ts';
import { RETRY_RULES, waitBefore } from '../../client/src/retry.ts';

/** The client has tried before; from here on somebody only looks. */
const LATER = { ...RETRY_RULES, firstWaitMs: 5_000, maxWaitMs: 60_000 };

/** What a person must change first is not asked again: no right, nothing there, a session that ended. */
export function canPass(error: unknown): boolean {
  return !(error instanceof HeraldProblem) || error.problem.status === 429 || error.problem.status >= 500;
}

/** The wait after a failure, in milliseconds: as long as Herald asks for, and a minute where it asks for more. */
export function nextLook(error: unknown, attempt: number): number {
  const retryAfter = error instanceof HeraldProblem ? error.response.headers.get('retry-after') : null;
  return waitBefore(LATER, { attempt, retryAfter, now: Date.now(), random: Math.random() }) ?? LATER.maxWaitMs;
}
