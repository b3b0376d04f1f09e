import {
  campaigns,
  choices,
  clock,
  credentials,
  customers,
  dailyCounts,
  frequencies,
  ids,
  lanes,
  limitReaders,
  log,
  messages,
  picker,
  providers,
  senders,
  sendingSwitch,
  sends,
  tenants,
} from '../../shared/runtime/dependencies.ts';
import { queue } from '../../shared/runtime/queue.ts';
import { chunk } from '../../shared/run/chunk.ts';
import { sendChunk } from '../../shared/send/send-chunk.ts';

export const handler = queue(chunk, sendChunk, {
  campaigns,
  choices,
  clock,
  credentials,
  customers,
  dailyCounts,
  frequencies,
  ids,
  lanes,
  limitReaders,
  log,
  messages,
  picker,
  providers,
  senders,
  sendingSwitch,
  sends,
  tenants,
});
