/** A worker thread that holds sandboxes: each takes one event at a time, while the others go on. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { parentPort } from 'node:worker_threads';

import type { Failure, Message, Order, Report } from './thread-messages.ts';
import { loadSandbox, type LoadedSandbox } from './thread-sandbox.ts';

const sandboxes = new Map<number, LoadedSandbox>();
/** Whose code runs now. */
const current = new AsyncLocalStorage<number>();
const tell = (report: Report) => parentPort?.postMessage(report);

parentPort?.on('message', ({ sandbox, order }: Message) => current.run(sandbox, () => void obey(sandbox, order)));

process.on('uncaughtException', (error: unknown) => {
  const sandbox = current.getStore();
  if (sandbox === undefined) throw error;
  lose(sandbox, failureOf(error));
});

async function obey(sandbox: number, order: Order): Promise<void> {
  if (order.type === 'end') {
    end(sandbox);
    tell({ sandbox, type: 'ended' });
    return;
  }
  try {
    tell({ sandbox, type: 'done', result: await work(sandbox, order) });
  } catch (error) {
    tell({ sandbox, type: 'failed', failure: failureOf(error) });
  }
}

async function work(sandbox: number, order: Exclude<Order, { type: 'end' }>): Promise<string> {
  if (order.type === 'run') return sandboxes.get(sandbox)!.run(order.event, order.requestId, order.deadline);
  const exited = (code: number) =>
    lose(sandbox, { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: exit status ${code}` });
  sandboxes.set(sandbox, loadSandbox(order.definition, exited));
  return 'null';
}

function lose(sandbox: number, failure: Failure): void {
  end(sandbox);
  tell({ sandbox, type: 'lost', failure });
}

function end(sandbox: number): void {
  sandboxes.get(sandbox)?.end();
  sandboxes.delete(sandbox);
}

/** The error as Lambda's own Node.js runtime reports it. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack };
}
