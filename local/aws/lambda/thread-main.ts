/** A worker thread that holds sandboxes: each takes one event at a time, while the others go on. */
import { parentPort } from 'node:worker_threads';

import type { FunctionDefinition } from './function-definition.ts';
import type { Failure, Message, Order, Report } from './thread-messages.ts';
import { environmentOf, loadSandbox, type LoadedSandbox } from './thread-sandbox.ts';
import { openNetwork, surroundings, type Surroundings } from './thread-surroundings.ts';

interface Place {
  readonly around: Surroundings;
  loaded?: LoadedSandbox;
}

const places = new Map<number, Place>();
const tell = (report: Report) => parentPort?.postMessage(report);

// Node's own streams to the other thread ask for more after each line, which takes many times what a line does.
process.stdout.write = process.stderr.write = (text: string | Uint8Array) => {
  tell({ type: 'printed', text: text.toString() });
  return true;
};

parentPort?.on('message', ({ sandbox, order }: Message) => {
  if (order.type === 'end') {
    end(sandbox);
    tell({ sandbox, type: 'ended' });
    return;
  }
  if (order.type === 'load') places.set(sandbox, { around: surroundingsOf(sandbox, order.definition) });
  const place = places.get(sandbox);
  if (place) surroundings.run(place.around, () => void obey(place, order));
});

process.on('uncaughtException', (error: unknown) => {
  const around = surroundings.getStore();
  if (!around) throw error;
  lose(around.sandbox, failureOf(error));
});

function surroundingsOf(sandbox: number, definition: FunctionDefinition): Surroundings {
  const exit = (code: number = 0): never => {
    const message = `Runtime exited with error: exit status ${code}`;
    lose(sandbox, { errorType: 'Runtime.ExitError', errorMessage: message });
    throw new Error(message);
  };
  return { sandbox, env: environmentOf(definition), network: openNetwork(), exit };
}

async function obey(place: Place, order: Exclude<Order, { type: 'end' }>): Promise<void> {
  const { sandbox } = place.around;
  try {
    tell({ sandbox, type: 'done', result: await work(place, order) });
  } catch (error) {
    tell({ sandbox, type: 'failed', failure: failureOf(error) });
  }
}

async function work(place: Place, order: Exclude<Order, { type: 'end' }>): Promise<string> {
  if (order.type === 'run') return place.loaded!.run(order.event, order.requestId, order.deadline);
  place.loaded = loadSandbox(order.definition);
  return 'null';
}

function lose(sandbox: number, failure: Failure): void {
  end(sandbox);
  tell({ sandbox, type: 'lost', failure });
}

function end(sandbox: number): void {
  places.get(sandbox)?.around.network.cut();
  places.delete(sandbox);
}

/** The error as Lambda's own Node.js runtime reports it. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack };
}
