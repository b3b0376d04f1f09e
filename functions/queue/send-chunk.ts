import {
  campaigns,
  clock,
  credentials,
  customers,
  dailyCounts,
  frequencies,
  ids,
  lanes,
  log,
  messages,
  provider,
  publicBaseUrl,
  senders,
  sends,
  tenants,
} from '../../shared/dependencies.ts';
import { queue } from '../../shared/events/queue.ts';
import { chunk } from '../../shared/messaging/chunk.ts';
import { sendChunk } from '../../shared/messaging/send-chunk.ts';

export const handler = queue(chunk, sendChunk, {
  campaigns,
  clock,
  credentials,
  customers,
  dailyCounts,
  frequencies,
  ids,
  lanes,
  log,
  messages,
  provider,
  publicBaseUrl,
  senders,
  sends,
  tenants,
});
