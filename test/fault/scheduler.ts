import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';

import type { Clock } from '../../shared/platform/clock.ts';
import type { Faults, Strike } from './faults.ts';
import type { Random } from './random.ts';

/** How an invocation ended, from the invoker's point of view. */
export type Ending<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'killed' };

/** One invocation of a function; its process may die at any of its calls. */
export interface Worker {
  readonly name: string;
  /** The tenant it works for, if it is a single one. */
  readonly tenant: string | undefined;
  readonly clock: Clock;
  /** Whether a fault struck it. */
  readonly struck: boolean;
  /** Whether no fault strikes it. */
  readonly spared: boolean;
  /** Makes a call to the outside: other invocations may proceed first, and a fault may strike it. */
  call<Value>(label: string, effect: () => Promise<Value>, terms?: Terms<Value>): Promise<Value>;
}

/** How a call differs from a call of the AWS SDK. */
export interface Terms<Value> {
  /** The error that its caller gets when it fails. */
  readonly lost?: (took_effect: boolean) => Error;
  /** The answer of a repeated call, given the first one's answer; undefined if the call is simply made again. */
  readonly repeats?: (first: Value) => Value | undefined;
  /** The client library never repeats it. */
  readonly once?: true;
}

interface Parked {
  readonly due: number;
  readonly worker?: Invocation | undefined;
  readonly step: () => Promise<void> | void;
}

interface Invocation extends Worker {
  alive: boolean;
  struck: boolean;
  readonly kill: () => void;
  readonly desert: () => void;
}

/** An error like the SDK's after its last attempt. */
export function lost(label: string): Error {
  return Object.assign(new Error(`${label}: no answer`), { name: 'TimeoutError' });
}

export type Scheduler = ReturnType<typeof scheduler>;

/**
 * Runs invocations on one thread, one call at a time: their code runs between two calls, so the only open choice is which
 * of them proceeds after each call, and the seed decides it. Only calls take time; when nothing is ready, time jumps to
 * what is due next.
 */
export function scheduler(roll: Random, faults: Faults, start: number) {
  const parked: Parked[] = [];
  const trace: string[] = [];
  const hash = createHash('sha256');
  const callTakes = roll.pick([0, 1, 5, 20]);
  const stubborn = roll.pick([0, 0, 0.5, 0.9]);
  let now = start;
  let steps = 0;
  let latest: Invocation | undefined;
  let workers = 0;
  const everyone = new Set<Invocation>();

  function note(text: string): void {
    const line = `${String(steps).padStart(6)} ${((now - start) / 1000).toFixed(3).padStart(10)} ${text}`;
    hash.update(line);
    trace.push(line);
  }

  function park(step: Parked): void {
    parked.push(step);
  }

  /** What is ready now; some worlds prefer the invocation that ran last. */
  function next(): Parked | undefined {
    let ready: Parked[] = [];
    let soonest = Infinity;
    for (let place = 0; place < parked.length;) {
      const step = parked[place]!;
      if (step.worker && !step.worker.alive) {
        parked.splice(place, 1);
        continue;
      }
      place += 1;
      if (step.due <= now) ready.push(step);
      else soonest = Math.min(soonest, step.due);
    }
    if (ready.length === 0) {
      if (soonest === Infinity) return undefined;
      now = soonest;
      return next();
    }
    if (roll.chance(stubborn)) {
      const same = ready.filter(({ worker }) => worker && worker === latest);
      if (same.length > 0) ready = same;
    }
    const chosen = roll.pick(ready);
    parked.splice(parked.indexOf(chosen), 1);
    latest = chosen.worker ?? latest;
    return chosen;
  }

  /** Makes a call, or injects the fault that strikes it. */
  function attempt<Value>(
    worker: Invocation,
    label: string,
    effect: () => Promise<Value>,
    { resolve, reject }: PromiseWithResolvers<Value>,
    terms: Terms<Value>,
  ): void {
    const later = (due: number, step: Parked['step']) => park({ due, worker, step });
    const answered = async (wait = 0) => {
      const [outcome] = await Promise.allSettled([effect()]);
      const settle = () => (outcome.status === 'fulfilled' ? resolve(outcome.value) : reject(outcome.reason));
      if (wait === 0) settle();
      else later(now + wait, settle);
    };
    const unseen = () => effect().catch(() => undefined);
    const blows: Record<Strike, () => Promise<void> | void> = {
      killed_before: worker.kill,
      async killed_after() {
        await unseen();
        worker.kill();
      },
      killed_and_late() {
        worker.kill();
        const step = async () => {
          note(`(dead) ${worker.name} ${label}`);
          await unseen();
        };
        park({ due: now + Math.min(faults.delay(), 30_000), step });
      },
      failed_before: () => reject(terms.lost?.(false) ?? lost(label)),
      async failed_after() {
        await unseen();
        reject(terms.lost?.(true) ?? lost(label));
      },
      async repeated() {
        if (terms.once) return answered();
        const first = await unseen();
        const known = first === undefined ? undefined : terms.repeats?.(first);
        later(now + roll.below(2_000), async () => {
          note(`${worker.name} ${label} again`);
          if (known === undefined) await answered();
          else resolve(known);
        });
      },
      delayed_before: () =>
        later(now + faults.delay(), () => {
          note(`${worker.name} ${label} at last`);
          return answered();
        }),
      delayed_after: () => answered(faults.delay()),
      deserted() {
        worker.desert();
        return answered();
      },
    };
    later(now, () => {
      const strike = worker.spared ? undefined : faults.strike();
      worker.struck ||= strike !== undefined;
      note(`${worker.name} ${label}${strike ? ` ✗ ${strike}` : ''}`);
      return strike ? blows[strike]() : answered();
    });
  }

  return {
    now: () => now,
    note,
    get steps() {
      return steps;
    },

    /** A task of the outside world, which no fault strikes. */
    at(due: number, step: () => Promise<void> | void): void {
      park({ due: Math.max(due, now), step });
    },

    /** Waits until a time, for the outside world. */
    async until(due: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      park({ due: Math.max(due, now), step: resolve });
      await promise;
    },

    /** A read by the outside world: one step, which no fault strikes. */
    async quietly<Value>(read: () => Promise<Value>): Promise<Value> {
      const { promise, resolve, reject } = Promise.withResolvers<Value>();
      park({ due: now, step: () => read().then(resolve, reject) });
      return promise;
    },

    /**
     * Invokes a function.
     * @param timeout in milliseconds, after which its process is killed
     * @param spared whether no fault strikes it
     */
    async run<Value>(
      name: string,
      tenant: string | undefined,
      { timeout, spared = false }: { readonly timeout: number; readonly spared?: boolean },
      body: (worker: Worker) => Promise<Value>,
    ): Promise<Ending<Value>> {
      const { promise, resolve } = Promise.withResolvers<Ending<Value>>();
      workers += 1;
      const worker: Invocation = {
        name: `${name}:${workers}`,
        tenant,
        alive: true,
        struck: false,
        spared,
        clock: {
          now: () => now,
          async sleepUntil(time) {
            const slept = Promise.withResolvers<void>();
            park({ due: time, worker, step: slept.resolve });
            return slept.promise;
          },
        },
        // A dead function's calls are never made, so what follows them never happens.
        async call<Value>(label: string, effect: () => Promise<Value>, terms: Terms<Value> = {}) {
          const answer = Promise.withResolvers<Value>();
          if (worker.alive) attempt(worker, label, effect, answer, terms);
          return answer.promise;
        },
        kill() {
          worker.alive = false;
          worker.struck = true;
          everyone.delete(worker);
          resolve({ kind: 'killed' });
        },
        desert: () => resolve({ kind: 'killed' }),
      };
      everyone.add(worker);
      park({
        due: now + timeout,
        worker,
        step() {
          note(`${worker.name} timed out`);
          worker.kill();
        },
      });
      body(worker).then(
        (value) => {
          worker.alive = false;
          everyone.delete(worker);
          resolve({ kind: 'done', value });
        },
        (error: unknown) => {
          worker.alive = false;
          everyone.delete(worker);
          resolve({ kind: 'failed', error });
        },
      );
      return promise;
    },

    /** Kills every function that is running, as a new deployment or a lost data centre does. */
    killAll(): void {
      note('everything restarts');
      for (const worker of everyone) if (!worker.spared) worker.kill();
    },

    /** Runs until nothing is left to do, or until `mayGoOn` returns false. */
    async go(mayGoOn: () => boolean): Promise<void> {
      for (let step = next(); step && mayGoOn(); step = next()) {
        steps += 1;
        await step.step();
        await turn();
        now += roll.below(callTakes + 1);
      }
    },

    /** A line for each step, oldest first. */
    trace,
    /** Equal for equal traces. */
    hash: () => hash.copy().digest('hex').slice(0, 16),
  };
}
