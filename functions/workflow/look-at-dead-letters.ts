import { look, lookAtDeadLetters } from '../../shared/event/look-at-dead-letters.ts';
import { clock, deadLetterQueues, deadLettersSeen, log } from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';

export const handler = task(look, lookAtDeadLetters, { clock, deadLetterQueues, deadLettersSeen, log });
