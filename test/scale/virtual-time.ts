import { setImmediate as turn } from 'node:timers/promises';

import type { Ending, Scheduler, Worker } from '../fault/scheduler.ts';
import { agenda } from './agenda.ts';

/** One invocation of a function, when it has ended. Times in milliseconds since the epoch. */
export interface Invoked {
  /** As test/fault/functions.ts names it: `send(6F2A)`, `lane7`, `fold(120)`. */
  readonly name: string;
  readonly began: number;
  readonly ended: number;
  readonly timeout: number;
  readonly failed: boolean;
}

export interface VirtualTimeTerms {
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** How long a call takes, in milliseconds, by its label. */
  readonly callTakes: (label: string) => number;
  /** How long a function computes, in milliseconds, by its name. */
  readonly functionTakes: (name: string) => number;
  readonly onBegin: (name: string) => void;
  readonly onEnd: (invoked: Invoked) => void;
  /** A call to anything outside of its function. */
  readonly onCall: (label: string) => void;
}

/**
 * The scheduler of the fault suite (test/fault/scheduler.ts) for a world without faults and with a million customers: whatever
 * is due in the same millisecond happens in the order in which it was asked for, and nothing is chosen, traced or killed. Calls take
 * time, and so does computing; nothing else does.
 */
export function virtualTime({ start, callTakes, functionTakes, onBegin, onEnd, onCall }: VirtualTimeTerms): Scheduler {
  const due = agenda(start);
  const { now } = due;
  let steps = 0;

  const until = (time: number) => new Promise<void>((resolve) => due.add(time, resolve));

  const world: Scheduler = {
    now,
    note: () => undefined,
    get steps() {
      return steps;
    },
    at: (time, step) => due.add(time, step),
    until,
    quietly: (read) => read(),

    async run<Value>(
      name: string,
      tenant: string | undefined,
      { timeout }: { readonly timeout: number },
      body: (worker: Worker) => Promise<Value>,
    ): Promise<Ending<Value>> {
      const began = now();
      onBegin(name);
      const end = (failed: boolean) => onEnd({ name, began, ended: now(), timeout, failed });
      const worker: Worker = {
        name,
        tenant,
        struck: false,
        spared: true,
        clock: { now, sleepUntil: (time) => (time <= now() ? Promise.resolve() : until(time)) },
        async call(label, effect) {
          onCall(label);
          await until(now() + callTakes(label));
          return effect();
        },
      };
      await until(began + functionTakes(name));
      try {
        const value = await body(worker);
        end(false);
        return { kind: 'done', value };
      } catch (error) {
        end(true);
        return { kind: 'failed', error };
      }
    },

    killAll: () => undefined,

    /** Runs until nothing is left to do, or until `mayGoOn` returns false. */
    async go(mayGoOn) {
      for (let ready = due.next(); ready && mayGoOn(); ready = due.next()) {
        for (const step of ready) void step();
        steps += ready.length;
        await turn();
      }
    },
    trace: [],
    hash: () => '',
  };
  return world;
}
