import { availableParallelism } from 'node:os';
import { FunctionError } from '../services/service.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import type { Threads } from './threads.ts';

/** Asked once: each call reads files of the operating system. */
const CORES = availableParallelism();
/** One for each core, and two at least: more would gain little, and each costs some 5 MB. */
const DEFAULT_CONCURRENCY = Math.max(2, CORES);

interface Invocation {
  readonly event: string;
  readonly resolve: (result: string) => void;
  readonly reject: (error: unknown) => void;
}

/** The sandboxes of one function; an event that finds none free waits in a queue. */
export interface Pool {
  /** @param event JSON. @returns JSON. @throws FunctionError */
  run(event: string): Promise<string>;
  /** Ends every sandbox. Waiting events are handled by new ones. */
  kill(): Promise<void>;
  /** Ends every sandbox and fails the waiting events. */
  close(): Promise<void>;
  readonly size: () => number;
  /** What Lambda would bill: the time of each event, rounded up, without that in the queue. */
  readonly billedMilliseconds: () => number;
}

interface PoolOptions {
  /** After which an unused sandbox ends and gives its memory back. */
  readonly idleMilliseconds: number;
  /** How many times as long as its limit the function may take. */
  readonly timeLimitFactor: number;
}

export function functionPool(
  definition: FunctionDefinition,
  threads: Threads,
  { idleMilliseconds, timeLimitFactor }: PoolOptions,
): Pool {
  const limit = definition.reservedConcurrency ?? DEFAULT_CONCURRENCY;
  const sandboxes = new Set<Sandbox>();
  const idle = new Map<Sandbox, NodeJS.Timeout>();
  const waiting: Invocation[] = [];
  let starting = 0;
  let billed = 0;

  function dispatch(): void {
    while (waiting.length > 0 && idle.size > 0) void handle(takeIdle(), waiting.shift()!);
    // More cold starts at a time than there are cores would only delay the first of them.
    while (starting < Math.min(waiting.length, CORES) && sandboxes.size < limit) void start();
  }

  /** The one used last, so that those that are not needed become idle. */
  function takeIdle(): Sandbox {
    const [sandbox, timer] = [...idle].at(-1)!;
    clearTimeout(timer);
    idle.delete(sandbox);
    return sandbox;
  }

  async function start(): Promise<void> {
    starting += 1;
    const sandbox = startSandbox(definition, { threads, timeLimitFactor, onEnd: () => forget(sandbox) });
    sandboxes.add(sandbox);
    try {
      await sandbox.ready;
    } catch (error) {
      waiting.shift()?.reject(error);
      void sandbox.end();
    }
    starting -= 1;
    release(sandbox);
  }

  async function handle(sandbox: Sandbox, { event, resolve, reject }: Invocation): Promise<void> {
    const started = performance.now();
    await sandbox.run(event).then(resolve, reject);
    billed += Math.ceil(performance.now() - started);
    release(sandbox);
  }

  function release(sandbox: Sandbox): void {
    if (sandboxes.has(sandbox))
      idle.set(
        sandbox,
        setTimeout(() => void sandbox.end(), idleMilliseconds),
      );
    dispatch();
  }

  function forget(sandbox: Sandbox): void {
    sandboxes.delete(sandbox);
    clearTimeout(idle.get(sandbox));
    idle.delete(sandbox);
  }

  async function kill(): Promise<void> {
    await Promise.all([...sandboxes].map((sandbox) => sandbox.end()));
  }

  return {
    run(event) {
      return new Promise((resolve, reject) => {
        waiting.push({ event, resolve, reject });
        dispatch();
      });
    },
    kill,
    async close() {
      const closed = new FunctionError('Runtime.ExitError', `${definition.name} was shut down`);
      for (const { reject } of waiting.splice(0)) reject(closed);
      await kill();
    },
    size: () => sandboxes.size,
    billedMilliseconds: () => billed,
  };
}
