import { campaigns, clock, lanes, log, messages } from '../../shared/dependencies.ts';
import { queue } from '../../shared/events/queue.ts';
import { buryChunk } from '../../shared/messaging/bury-chunk.ts';
import { chunk } from '../../shared/messaging/chunk.ts';

export const handler = queue(chunk, buryChunk, { campaigns, clock, lanes, log, messages });
