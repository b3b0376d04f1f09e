import { vi } from 'vitest';

/**
 * Waits until a check passes, and returns what it returns.
 * @throws the check's own failure after five minutes, well within a test's time: what is awaited may go through several queues
 */
export function eventually<Value>(check: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(check, { interval: 250, timeout: 300_000 });
}
