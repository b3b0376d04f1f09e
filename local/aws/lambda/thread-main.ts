/** A worker thread that holds sandboxes: each takes one event at a time, while the others go on. */
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';

import type { FunctionDefinition } from './function-definition.ts';
import type { Failure, Message, Order, Report, SandboxReport, TablePlace } from './thread-messages.ts';
import { environmentOf, loadSandbox, type LoadedSandbox } from './thread-sandbox.ts';
import { openNetwork, surroundings, type Surroundings } from './thread-surroundings.ts';
import { directTable } from './thread-table.ts';

interface Place {
  readonly around: Surroundings;
  loaded?: LoadedSandbox;
}

const tablePlace = workerData as TablePlace | undefined;
const places = new Map<number, Place>();
const tell = (report: Report) => parentPort?.postMessage(report);
const table = tablePlace && directTable(tablePlace, ({ message }) => tell({ type: 'table_failed', message }));
/** With what was consumed so far, since a message of its own would wake the other thread once more. */
const tellOf = (report: SandboxReport) => tell({ ...report, ...table?.takeConsumed() });

/** How many lines may be told at once: of more, as in an endless loop, the other thread takes as many as it can. */
const MAX_LINES = 1_000;
let told = 0;

// Node's streams to the other thread are asked for more after each line, which takes many times what the line does.
for (const name of ['debug', 'error', 'info', 'log', 'warn'] as const) {
  const print = console[name];
  console[name] = (...given) => {
    if (told === 0) setImmediate(() => (told = 0));
    told += 1;
    if (told > MAX_LINES) print(...given);
    else tell({ type: 'printed', text: format(...given) });
  };
}

parentPort?.on('message', ({ sandbox, order }: Message) => {
  if (order.type === 'end') {
    end(sandbox);
    tellOf({ sandbox, type: 'ended' });
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
  return {
    sandbox,
    env: environmentOf(definition),
    network: openNetwork(table?.requestsOf(definition.arn, definition.environment['AWS_ACCESS_KEY_ID'])),
    exit,
  };
}

async function obey(place: Place, order: Exclude<Order, { type: 'end' }>): Promise<void> {
  const { sandbox } = place.around;
  try {
    tellOf({ sandbox, type: 'done', result: await work(place, order) });
  } catch (error) {
    tellOf({ sandbox, type: 'failed', failure: failureOf(error) });
  }
}

async function work(place: Place, order: Exclude<Order, { type: 'end' }>): Promise<string> {
  if (order.type === 'run') return place.loaded!.run(order.event, order.requestId, order.deadline);
  place.loaded = loadSandbox(order.definition);
  return 'null';
}

function lose(sandbox: number, failure: Failure): void {
  end(sandbox);
  tellOf({ sandbox, type: 'lost', failure });
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
