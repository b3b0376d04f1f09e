/** How long a caller's Idempotency-Key stands for its first request, in milliseconds: 24 hours. */
export const KEY_KEPT_MS = 24 * 3600_000;
