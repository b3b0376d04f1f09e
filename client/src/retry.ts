/** When a request is sent again, and after how long. */
export interface RetryRules {
  /** How often a request is sent at most, the first time included. */
  readonly attempts: number;
  /** The wait before the second attempt, in milliseconds, where the answer names none; each further wait is twice as long. */
  readonly firstWaitMs: number;
  /** The longest wait, in milliseconds. An answer that asks for a longer one is given to the caller instead. */
  readonly maxWaitMs: number;
  /** How long one attempt may take, in milliseconds. API Gateway gives up after 30 s. */
  readonly timeoutMs: number;
}

export const RETRY_RULES: RetryRules = { attempts: 4, firstWaitMs: 250, maxWaitMs: 20_000, timeoutMs: 35_000 };

const REPEATABLE = ['GET', 'HEAD', 'PUT', 'DELETE'];

/** Whether sending a request again does nothing twice: by its method [RFC 9110], or by its key. */
export function isRepeatable({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  return REPEATABLE.includes(method) || headers.has('idempotency-key');
}

/**
 * Whether an answer asks for the same request again. A 429 was refused unread, so that any request is sent again; a 503 may
 * have acted, and without `retry-after` nobody says that it helps.
 * @param code of the problem, if the answer is one
 * @param attempt how often the request was sent
 */
export function asksAgain(request: Request, { status, headers }: Response, code: unknown, attempt: number): boolean {
  if (status === 429) return true;
  if (!isRepeatable(request)) return false;
  // The attempt before is still running at Herald; its answer is given to this one when it is there.
  if (status === 409) return attempt > 1 && code === 'idempotency.in_progress';
  return status === 503 && headers.has('retry-after');
}

/**
 * The wait before the next attempt, in milliseconds: what the answer asks for, and up to as much again of the wait that
 * grows, so that those refused together do not return together.
 * @param random from 0 to 1
 * @returns undefined when the answer asks for more than the rules allow
 */
export function waitBefore(
  rules: RetryRules,
  { attempt, retryAfter, now, random }: { attempt: number; retryAfter: string | null; now: number; random: number },
): number | undefined {
  const grown = Math.min(rules.maxWaitMs, rules.firstWaitMs * 2 ** (attempt - 1));
  const asked = retryAfter === null ? undefined : askedMs(retryAfter, now);
  if (asked === undefined) return grown / 2 + (grown / 2) * random;
  return asked > rules.maxWaitMs ? undefined : asked + grown * random;
}

/** Seconds or a date [RFC 9110, 10.2.3], as milliseconds from now; undefined for anything else. */
function askedMs(retryAfter: string, now: number): number | undefined {
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
