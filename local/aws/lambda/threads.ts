import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';

import { FunctionError } from '../services/service.ts';
import type { CapacityRow } from '../services/dynamodb/capacity.ts';
import type { Failure, Message, Order, Report, TablePlace } from './thread-messages.ts';

/** The emulator itself and the database need a core as well: a thread more makes nothing faster, and warms code of its own. */
const THREADS = Math.max(1, availableParallelism() - 1);
/** Node gives a thread 192 on a large machine, which fill with garbage before they are looked at. */
const YOUNG_MEGABYTES = 96;
/** A thread that does not take note of an order for so long is in an endless loop. */
const DEAF_MILLISECONDS = 10_000;

/** What a sandbox hears from its thread. */
export interface Listener {
  done(result: string): void;
  failed(error: FunctionError): void;
  /** It takes no more events. */
  lost(error: FunctionError): void;
}

/** A sandbox's place in a thread. */
export interface Place {
  tell(order: Order): void;
  /** Resolves when nothing of the sandbox can reach anybody any more. */
  leave(): Promise<void>;
}

export interface Threads {
  /** In the thread with the fewest sandboxes. */
  place(listener: Listener): Place;
  close(): Promise<void>;
}

/** DynamoDB, as threads reach it themselves. */
export interface DirectTable {
  readonly place: TablePlace;
  readonly onConsumed: (rows: readonly CapacityRow[]) => void;
  /** Takes what DynamoDB answers when it fails itself. */
  readonly onFailure: (error: Error) => void;
}

export interface ThreadOptions {
  /** Takes what functions print, line by line. */
  readonly log: (line: string) => void;
  readonly table?: DirectTable | undefined;
  /** Of all sandboxes of a thread together. */
  readonly heapMegabytes?: number | undefined;
  readonly deafMilliseconds?: number | undefined;
  /** How many times as long it may be deaf. */
  readonly timeLimitFactor: number;
}

interface Thread extends Threads {
  readonly sandboxes: () => number;
  /** Whether an order waits to be taken note of. */
  readonly waits: () => boolean;
}

/** The worker threads that all functions share. */
export function functionThreads(options: ThreadOptions): Threads {
  const threads = new Set<Thread>();
  return {
    place(listener) {
      const free = [...threads].filter((thread) => !thread.waits());
      const least = free.sort((a, b) => a.sandboxes() - b.sandboxes())[0];
      if (least && (least.sandboxes() === 0 || threads.size >= THREADS)) return least.place(listener);
      const started = startThread(options, () => threads.delete(started));
      threads.add(started);
      return started.place(listener);
    },
    async close() {
      await Promise.all([...threads].map((thread) => thread.close()));
    },
  };
}

let sandboxes = 0;

function startThread(
  { log, table, heapMegabytes = 1024, deafMilliseconds = DEAF_MILLISECONDS, timeLimitFactor }: ThreadOptions,
  onEnd: () => void,
): Thread {
  const worker = new Worker(new URL('thread-main.ts', import.meta.url), {
    argv: [],
    execArgv: [],
    env: {},
    workerData: table?.place,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on('line', log);
  const listeners = new Map<number, Listener>();
  const leaving = new Map<number, () => void>();
  let ended = false;

  worker.on('message', (report: Report) => {
    if (report.type === 'printed') {
      for (const line of report.text.split('\n')) log(line);
      return;
    }
    if (report.type === 'table_failed') {
      table?.onFailure(new Error(report.message));
      return;
    }
    if (report.consumed) table?.onConsumed(report.consumed);
    const { sandbox } = report;
    const listener = listeners.get(sandbox);
    if (report.type === 'ended') leaving.get(sandbox)?.();
    else if (report.type === 'done') listener?.done(report.result);
    else if (report.type === 'failed') listener?.failed(functionError(report.failure));
    else if (listeners.delete(sandbox)) listener!.lost(functionError(report.failure));
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    lost(
      outOfMemory ? exitError('signal: killed') : functionError({ errorType: error.name, errorMessage: error.message }),
    );
  });
  worker.on('exit', (code) => lost(exitError(`exit status ${code}`)));

  function lost(error: FunctionError): void {
    ended = true;
    onEnd();
    const left = [...listeners.values()];
    listeners.clear();
    for (const listener of left) listener.lost(error);
    for (const resolve of leaving.values()) resolve();
  }

  function tell(sandbox: number, order: Order): void {
    worker.postMessage({ sandbox, order } satisfies Message);
  }

  async function leave(sandbox: number): Promise<void> {
    listeners.delete(sandbox);
    if (ended) return;
    const left = Promise.withResolvers<void>();
    leaving.set(sandbox, left.resolve);
    tell(sandbox, { type: 'end' });
    const deaf = setTimeout(() => void worker.terminate(), timeLimitFactor * deafMilliseconds);
    await left.promise;
    clearTimeout(deaf);
    leaving.delete(sandbox);
  }

  return {
    place(listener) {
      const sandbox = (sandboxes += 1);
      listeners.set(sandbox, listener);
      return {
        tell: (order) => tell(sandbox, order),
        leave: () => leave(sandbox),
      };
    },
    sandboxes: () => listeners.size,
    waits: () => leaving.size > 0,
    async close() {
      await worker.terminate();
    },
  };
}

export function exitError(status: string): FunctionError {
  return new FunctionError('Runtime.ExitError', `Runtime exited with error: ${status}`);
}

/** With the function's stack trace, in place of this process's. */
function functionError({ errorType, errorMessage, trace }: Failure): FunctionError {
  return Object.assign(new FunctionError(errorType, errorMessage), { stack: trace });
}
