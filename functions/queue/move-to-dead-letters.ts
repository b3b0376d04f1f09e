import { campaigns, clock, lanes, log, messages } from '../../shared/runtime/dependencies.ts';
import { queue } from '../../shared/runtime/queue.ts';
import { moveToDeadLetters } from '../../shared/send/move-to-dead-letters.ts';
import { chunk } from '../../shared/run/chunk.ts';

export const handler = queue(chunk, moveToDeadLetters, { campaigns, clock, lanes, log, messages });
