import type { ButtonAction } from '../content/button.ts';

type Queue = 'replies' | 'agents';

/**
 * Which queue carries out what a tap triggers. What waits for somebody outside has a queue of its own, so that nobody else's answer
 * waits for it.
 */
const QUEUE_OF_ACTION: Readonly<Record<ButtonAction['type'], Queue>> = {
  auto_reply: 'replies',
  tag: 'replies',
  opt_out: 'replies',
  event: 'replies',
  webhook: 'replies',
  agent: 'agents',
};

/** The actions that a queue carries out. */
export function actionsOf(queue: Queue): string[] {
  return Object.entries(QUEUE_OF_ACTION).flatMap(([type, carriedOutBy]) => (carriedOutBy === queue ? [type] : []));
}
