/** What came of a refused request: a condition failed, the service is too busy just now, or anything else. */
export type Refusal = 'lost' | 'busy' | 'other';

/** Errors of AWS after which the same request may succeed later. To them belongs the conflict with a running transaction. */
const BUSY = new Set([
  'ExecutionLimitExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'ThrottledException',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** The same as reasons for which a transaction is cancelled. */
const BUSY_REASONS = new Set(['ProvisionedThroughputExceeded', 'ThrottlingError', 'TransactionConflict']);
const LOST_REASON = 'ConditionalCheckFailed';

/** A service took only a part of a request, and the rest may be asked for again. */
export class PartlyRefused extends Error {
  override readonly name = 'PartlyRefused';
}

/**
 * The only place that tells a lost race from a throttle. A transaction that is cancelled for a failed condition is lost
 * whatever else it met.
 */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) return 'other';
  if (error instanceof PartlyRefused || BUSY.has(error.name)) return 'busy';
  if (error.name === 'ConditionalCheckFailedException') return 'lost';
  return error.name === 'TransactionCanceledException' ? refusalOfReasons(error as Cancelled) : 'other';
}

interface Cancelled {
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

function refusalOfReasons({ CancellationReasons = [] }: Cancelled): Refusal {
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code).filter((code) => code !== 'None');
  // Others, such as an item that is too large, never succeed.
  if (codes.length === 0 || codes.some((code) => code !== LOST_REASON && !BUSY_REASONS.has(code))) return 'other';
  return codes.includes(LOST_REASON) ? 'lost' : 'busy';
}

interface SdkMetadata {
  readonly attempts?: number;
  readonly totalRetryDelay?: number;
}

/** What a client of AWS spent before it gave up with this error: requests, and milliseconds of waiting between them. */
export function spentBySdk(error: unknown): { readonly requests: number; readonly waited: number } {
  const { attempts = 1, totalRetryDelay = 0 } = (error as { $metadata?: SdkMetadata }).$metadata ?? {};
  return { requests: Math.max(1, attempts), waited: totalRetryDelay };
}
