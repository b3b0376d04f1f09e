/** What went wrong, in the caller's terms; `runtime/problem.ts` alone knows which status each becomes. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'absent'
  | 'conflict'
  | 'outdated'
  | 'too_large'
  | 'unsupported'
  | 'not_allowed'
  | 'too_many'
  | 'unavailable';

/** One fault of a request: `path` is dotted ('buttons.0.title'), `code` stable, `message` says what to do. */
export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** An error that becomes an answer. Anything else that is thrown is a bug (500). */
export class HeraldError extends Error {
  override readonly name = 'HeraldError';
  readonly kind: ErrorKind;
  /** Dotted and stable: 'campaign.not_found'. */
  readonly code: string;
  readonly faults: readonly Fault[];
  /** After how many seconds the same request may succeed. */
  readonly retryAfter: number | undefined;

  constructor(kind: ErrorKind, code: string, message: string, faults: readonly Fault[] = [], retryAfter?: number) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.faults = faults;
    this.retryAfter = retryAfter;
  }
}

/** @param resource as in the wire contract: 'campaign' */
export function notFound(resource: string): HeraldError {
  return new HeraldError('absent', `${resource}.not_found`, `There is no such ${resource.replaceAll('_', ' ')}.`);
}

export function invalid(faults: readonly Fault[]): HeraldError {
  return new HeraldError('invalid', 'request.invalid', 'The request has faults; each is listed in errors.', faults);
}

export function conflict(code: string, message: string): HeraldError {
  return new HeraldError('conflict', code, message);
}

/** What a caller wants to change is of another version than the one that they read. @param advice what is to be done about it */
export function outdated(resource: string, advice: string): HeraldError {
  const message = `The ${resource} was changed since it was read with this ETag. ${advice}`;
  return new HeraldError('outdated', `${resource}.changed`, message);
}

/** In seconds: what was overloaded has by then had a rest of the length that was waited for it in vain. */
const RETRY_AFTER = 5;

/** What a request needs is overloaded, and waiting for it did not help. */
export function throttled(): HeraldError {
  const message =
    'Herald is overloaded just now. Nothing is wrong with the request; send it again after a few seconds.';
  return new HeraldError('unavailable', 'service.throttled', message, [], RETRY_AFTER);
}

/** A request has taken as long as it may. What it asked for may be done, in part or not at all. */
export function timedOut(): HeraldError {
  const message =
    'Herald gave this request up, since it took too long. What it asked for may have been done. Send it again after a few seconds, a POST with the same Idempotency-Key.';
  return new HeraldError('unavailable', 'service.timed_out', message, [], RETRY_AFTER);
}

/** Other requests changed the same thing each time, so that this one could not. */
export function contended(): HeraldError {
  const message = 'Too many requests change the same thing just now. Send this one again after a few seconds.';
  return new HeraldError('unavailable', 'service.contended', message, [], RETRY_AFTER);
}
