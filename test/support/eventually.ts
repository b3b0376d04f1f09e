import { vi } from 'vitest';

/** Waits until a check passes and gives what it returns; in the end the check's own failure. */
export function eventually<Value>(check: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(check, { interval: 250, timeout: 90_000 });
}
