import { setTimeout as pause } from 'node:timers/promises';
import { internalError, tooManyRequests } from './api-error.ts';
import { comesByCallback, refusedWith } from './known-errors.ts';
import type { Answer } from './route.ts';

/**
 * `before`: no message is created. `after`, and a delay: it is created, and the caller may not learn of it. A code refuses
 * as Twilio does with it: in the answer, or by a status callback for a message that was created.
 */
export type CreateFault =
  | 'drop before'
  | 'drop after'
  | 'error before'
  | 'error after'
  | 'throttle'
  | { readonly delayMs: number }
  | { readonly code: number };

export interface Faults {
  /** Makes the next `times` creates (default 1) to numbers that `to` accepts (default all) fail. The oldest fault applies first. */
  creates(fault: CreateFault, only?: { readonly times?: number; readonly to?: (to: string) => boolean }): void;
  /** Whether every credential is refused, with 401. */
  rejectCredentials(rejecting: boolean): void;
  /** Refuses connections until `goOnline`. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Removes the faults of creates and accepts credentials again. */
  clear(): void;
}

export interface FaultyCreates extends Pick<Faults, 'creates' | 'clear'> {
  /** Runs `create` under the next fault for `to`, if there is one. It is given the code that the message fails with. */
  apply(to: string, create: (failsWith?: number) => Promise<Answer>): Promise<Answer>;
}

export function faultyCreates(): FaultyCreates {
  let pending: { fault: CreateFault; left: number; to: (to: string) => boolean }[] = [];

  function take(to: string): CreateFault | undefined {
    const next = pending.find((fault) => fault.to(to));
    if (next && --next.left <= 0) pending = pending.filter((fault) => fault !== next);
    return next?.fault;
  }

  return {
    creates(fault, { times = 1, to = () => true } = {}) {
      pending.push({ fault, left: times, to });
    },
    clear() {
      pending = [];
    },
    async apply(to, create) {
      const fault = take(to);
      if (fault === 'drop before') return 'hang up';
      if (fault === 'error before') throw internalError();
      if (fault === 'throttle') throw tooManyRequests();
      const code = typeof fault === 'object' && 'code' in fault ? fault.code : undefined;
      if (code !== undefined && !comesByCallback(code)) throw refusedWith(code);
      const answer = await create(code);
      if (fault === 'drop after') return 'hang up';
      if (fault === 'error after') throw internalError();
      return typeof fault === 'object' && 'delayMs' in fault ? pause(fault.delayMs, answer, { ref: false }) : answer;
    },
  };
}
