import type { MessageStore } from './message-store.ts';
import type { QueueStore } from './queue-store.ts';
import type { MessageRow } from './rows.ts';

export interface ReceiveOptions {
  readonly max: number;
  /** Stops before a message that would exceed it. Default: no limit. */
  readonly maxBytes?: number;
  /** How long to wait for a first message, which is received the moment it becomes visible. Default: not at all. */
  readonly waitMs?: number;
  /** Default: the queue's visibility timeout. */
  readonly visibilityMs?: number | undefined;
  readonly signal?: AbortSignal;
}

// A timer cannot wait for ever: a longer wait checks the queue again after this.
const MAX_WAIT_MS = 60_000;

/** Receives messages from queues, waiting for them when asked to. @throws ServiceError QueueDoesNotExist */
export function sqsReceiver(queues: QueueStore, messages: MessageStore, now: () => number) {
  function changed(queue: string, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        messages.changes.off(queue, done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(ms, MAX_WAIT_MS));
      messages.changes.on(queue, done);
      signal?.addEventListener('abort', done);
    });
  }

  return async function receive(name: string, options: ReceiveOptions): Promise<MessageRow[]> {
    const { max, maxBytes = Infinity, waitMs = 0, visibilityMs, signal } = options;
    const deadline = now() + waitMs;
    for (;;) {
      const queue = queues.get(name);
      const at = now();
      const received = messages.receive(queue, { max, maxBytes, visibility: visibilityMs ?? queue.visibility }, at);
      if (received.length > 0 || at >= deadline || signal?.aborted) return received;
      await changed(name, Math.min(deadline, messages.nextVisible(name, at)) - at, signal);
    }
  };
}
