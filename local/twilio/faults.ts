import { setTimeout as pause } from 'node:timers/promises';
import { internalError, tooManyRequests } from './api-error.ts';
import type { Answer } from './route.ts';

/** `before`: no message is created. `after`, and a delay: it is, and the caller may not learn of it. */
export type CreateFault =
  'drop before' | 'drop after' | 'error before' | 'error after' | 'throttle' | { readonly delayMs: number };

export interface Faults {
  /** The next `times` creates (default 1) to a number that `to` accepts (default any) go wrong, oldest order first. */
  creates(fault: CreateFault, only?: { readonly times?: number; readonly to?: (to: string) => boolean }): void;
  /** Every credential is refused, 401, until told otherwise. */
  rejectCredentials(rejecting: boolean): void;
  /** Connections are refused until `revive`. */
  goDead(): Promise<void>;
  revive(): Promise<void>;
  /** Forgets the faults of creates and accepts credentials again. */
  clear(): void;
}

export interface FaultyCreates extends Pick<Faults, 'creates' | 'clear'> {
  /** Does `create`, or what the fault in force for `to` makes of it. */
  apply(to: string, create: () => Answer): Answer | Promise<Answer>;
}

export function faultyCreates(): FaultyCreates {
  let orders: { fault: CreateFault; left: number; to: (to: string) => boolean }[] = [];

  function take(to: string): CreateFault | undefined {
    const order = orders.find((each) => each.to(to));
    if (order && --order.left <= 0) orders = orders.filter((each) => each !== order);
    return order?.fault;
  }

  return {
    creates(fault, { times = 1, to = () => true } = {}) {
      orders.push({ fault, left: times, to });
    },
    clear() {
      orders = [];
    },
    apply(to, create) {
      const fault = take(to);
      if (fault === 'drop before') return 'hang up';
      if (fault === 'error before') throw internalError();
      if (fault === 'throttle') throw tooManyRequests();
      const answer = create();
      if (fault === 'drop after') return 'hang up';
      if (fault === 'error after') throw internalError();
      return fault ? pause(fault.delayMs, answer, { ref: false }) : answer;
    },
  };
}
