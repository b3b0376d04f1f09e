import type * as z from 'zod';

import { senderRate, wholeNumber } from '../../admin/settings.ts';

const MAX_CUSTOMERS = 10_000_000;
const MAX_MS = 60_000;

/** What `npm run simulate` takes. Durations are those of AWS and of the provider, which virtual time lets pass. */
export const SIMULATION_OPTIONS = {
  customers: wholeNumber(10, MAX_CUSTOMERS).default(1_000_000),
  rate: senderRate.unwrap().default(400).describe('a number of messages per second from 0.01 to 1000'),
  seed: wholeNumber(1, 2 ** 31 - 1).default(1),
  shards: wholeNumber(1, 1_000).default(4),
  'table-ms': wholeNumber(1, MAX_MS).default(5),
  'provider-ms': wholeNumber(1, MAX_MS).default(150),
  'queue-ms': wholeNumber(1, MAX_MS).default(10),
  'queue-late-ms': wholeNumber(0, MAX_MS).default(200),
  'function-ms': wholeNumber(1, MAX_MS).default(5),
  /** How many of a thousand messages of a queue are delivered twice, as SQS may. */
  redelivered: wholeNumber(0, 1_000).default(1),
  'record-us': wholeNumber(1, 1_000_000).default(200),
} as const;

export type SimulationOptions = z.infer<z.ZodObject<typeof SIMULATION_OPTIONS>>;
