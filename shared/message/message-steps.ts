import type { MessageStatus } from './message.ts';

/**
 * The steps that a report counts, each with the statuses of those who came at least so far. `handed_over` are those that the
 * provider was given: its part of them that was delivered is the delivery rate.
 */
const STEPS = {
  handed_over: ['accepted', 'sent', 'delivered', 'read', 'failed', 'undelivered'],
  accepted: ['accepted', 'sent', 'delivered', 'read'],
  sent: ['sent', 'delivered', 'read'],
  delivered: ['delivered', 'read'],
  read: ['read'],
  failed: ['failed', 'undelivered'],
} as const satisfies Readonly<Record<string, readonly MessageStatus[]>>;
export type Step = keyof typeof STEPS;
export const STEP_NAMES = Object.keys(STEPS) as [Step, ...Step[]];

/** What a report calls a failure or a skip without a code or a reason. */
export const NONE = 'none';

/** Whether a message of this status counts as one that came to a step. */
export function hasReached(status: MessageStatus, step: Step): boolean {
  return (STEPS[step] as readonly MessageStatus[]).includes(status);
}
