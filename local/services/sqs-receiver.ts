import type { MessageRow, QueueRow, SqsStore } from './sqs-store.ts';

export interface ReceiveOptions {
  readonly max: number;
  /** Stops before a message that would go over it. */
  readonly maxBytes?: number;
  /** How long to wait for a first message. It is taken the moment it becomes visible. */
  readonly waitMs?: number;
  /** The queue's own, unless given. */
  readonly visibilityMs?: number | undefined;
  readonly signal?: AbortSignal;
}

// A timer cannot wait for ever; whoever waits longer looks again after this.
const LONGEST_WAIT_MS = 60_000;

/** Takes messages from a queue, waiting for them when asked to. */
export function sqsReceiver(store: SqsStore, find: (name: string) => QueueRow, now: () => number) {
  function changed(queue: string, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        store.changes.off(queue, done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(ms, LONGEST_WAIT_MS));
      store.changes.on(queue, done);
      signal?.addEventListener('abort', done);
    });
  }

  return async function take(name: string, options: ReceiveOptions): Promise<MessageRow[]> {
    const { max, maxBytes = Infinity, waitMs = 0, visibilityMs, signal } = options;
    const deadline = now() + waitMs;
    for (;;) {
      const queue = find(name);
      const at = now();
      const taken = store.take(queue, { max, maxBytes, visibility: visibilityMs ?? queue.visibility }, at);
      if (taken.length > 0 || at >= deadline || signal?.aborted) return taken;
      await changed(name, Math.min(deadline, store.nextDue(name, at)) - at, signal);
    }
  };
}
