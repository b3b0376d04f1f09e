import { newIdempotencyKey } from './idempotency-key.ts';
import { problemOf } from './problem.ts';
import { asksAgain, isRepeatable, waitBefore, type RetryRules } from './retry.ts';
import { wait } from './wait.ts';

export type Send = (request: Request) => Promise<Response>;

export interface SendOptions {
  readonly rules: RetryRules;
  /** The value of `authorization`, asked for before each attempt: a token may have been renewed. */
  readonly authorization: () => string | Promise<string>;
  readonly fetch: Send;
  /** For tests: how to wait, and a random number from 0 to 1. */
  readonly wait?: typeof wait;
  readonly random?: () => number;
}

/** Herald did not answer, however often it was asked; `cause` is the last attempt's error. */
export class HeraldUnreachable extends Error {
  constructor({ method, url }: Request, attempts: number, cause: unknown) {
    super(
      `${method} ${new URL(url).pathname} got no answer in ${attempts} attempt${attempts === 1 ? '' : 's'}: ${String(cause)}`,
      { cause },
    );
    this.name = 'HeraldUnreachable';
  }
}

/**
 * Sends a request, and again as the rules say: a POST always with the same `Idempotency-Key`. Answers are read to their end,
 * so that one which breaks off counts as none; errors are problem+json, whoever answered.
 * @throws HeraldUnreachable without an answer; the reason of the request's signal as soon as it is aborted
 */
export function sending({ rules, authorization, fetch, wait: pause = wait, random = Math.random }: SendOptions): Send {
  return async (request) => {
    if (request.method === 'POST' && !request.headers.has('idempotency-key'))
      request.headers.set('idempotency-key', newIdempotencyKey());
    for (let attempt = 1; ; attempt++) {
      request.headers.set('authorization', await authorization());
      const outcome = await attemptOnce(request, fetch, rules.timeoutMs);
      const isLast = attempt >= rules.attempts;
      if ('failure' in outcome && (isLast || !isRepeatable(request)))
        throw new HeraldUnreachable(request, attempt, outcome.failure);
      if ('response' in outcome && (isLast || !asksAgain(request, outcome.response, outcome.code, attempt)))
        return outcome.response;

      const retryAfter = 'response' in outcome ? outcome.response.headers.get('retry-after') : null;
      const waitMs = waitBefore(rules, { attempt, retryAfter, now: Date.now(), random: random() });
      // Only an answer can ask for longer than the rules allow.
      if (waitMs === undefined) return (outcome as Answered).response;
      await pause(waitMs, request.signal);
    }
  };
}

interface Answered {
  readonly response: Response;
  /** Of the problem, if it is one. */
  readonly code?: unknown;
}

/** @throws only the reason of the request's signal */
async function attemptOnce(request: Request, fetch: Send, timeoutMs: number): Promise<Answered | { failure: unknown }> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
  try {
    // The original keeps its body for the next attempt.
    return await read(await fetch(new Request(request.clone(), { signal })));
  } catch (failure) {
    request.signal.throwIfAborted();
    return { failure };
  }
}

/** An answer that is here to its last byte. @throws Error for a success that is not JSON: it is not from Herald */
async function read(response: Response): Promise<Answered> {
  const { status, statusText, ok } = response;
  const text = await response.text();
  const headers = new Headers(response.headers);
  if (ok && text !== '' && !headers.get('content-type')?.includes('json'))
    throw new Error('The answer is not JSON: is baseUrl the address of Herald?');
  // A 304 has no body, and no other status below 400 is an error.
  if (status < 400) return { response: new Response(text || null, { status, statusText, headers }) };
  const problem = problemOf(response, text);
  headers.set('content-type', 'application/problem+json');
  headers.delete('content-length');
  return { response: new Response(JSON.stringify(problem), { status, statusText, headers }), code: problem.code };
}
