import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 180_000;
const INTERVAL_MS = 500;

/** Waits until a check passes. @throws the check's own failure after three minutes */
export async function eventually(check: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(INTERVAL_MS);
  }
}
