/** A new `Idempotency-Key`: 128 random bits. Not `randomUUID`, which browsers have on https alone. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
