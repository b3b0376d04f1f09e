import type { Invoked } from './virtual-time.ts';
import { busiestSecond } from './busiest.ts';

/** What one function did: how often it ran, for how long (milliseconds), and how many of it at once. */
export interface FunctionUse {
  invocations: number;
  milliseconds: number;
  running: number;
  most: number;
  failed: number;
  /** Ran for longer than its timeout: it would have been killed. */
  late: number;
}

/** `send(6F2A)` and `lane7` are the functions `send` and `lane`. */
export function functionOf(name: string): string {
  return name.replace(/[\d(].*$/, '').trim();
}

/** Counts invocations by function. @param now in milliseconds since the epoch */
export function functionMeter(now: () => number) {
  const uses = new Map<string, FunctionUse>();
  const busiest = new Map<string, ReturnType<typeof busiestSecond>>();
  let [running, most] = [0, 0];

  function useOf(name: string): FunctionUse {
    const id = functionOf(name);
    const known = uses.get(id);
    if (known) return known;
    const added = { invocations: 0, milliseconds: 0, running: 0, most: 0, failed: 0, late: 0 };
    uses.set(id, added);
    busiest.set(id, busiestSecond());
    return added;
  }

  return {
    begin(name: string): void {
      const use = useOf(name);
      use.invocations += 1;
      use.running += 1;
      use.most = Math.max(use.most, use.running);
      running += 1;
      most = Math.max(most, running);
      busiest.get(functionOf(name))!.add(now(), '', 1);
    },

    end({ name, began, ended, timeout, failed }: Invoked): void {
      const use = useOf(name);
      use.running -= 1;
      running -= 1;
      use.milliseconds += ended - began;
      if (failed) use.failed += 1;
      if (ended - began > timeout) use.late += 1;
    },

    uses,
    /** The most invocations of a function in a second. */
    perSecond: (id: string) => busiest.get(id)?.most.amount ?? 0,
    /** The most functions at once. */
    get most() {
      return most;
    },
  };
}

export type FunctionMeter = ReturnType<typeof functionMeter>;
