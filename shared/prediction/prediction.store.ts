import * as z from 'zod';

import { METRICS } from '../campaign/experiment.ts';
import type { Table } from '../platform/table-client.ts';
import { storedCourse } from './course.ts';
import { judgement, tapModel } from './model.ts';
import { pickModel } from './pick-model.ts';
import { timeModel } from './time-model.ts';
import { packTally, unpackTally, type Tally } from './tally.ts';

/** What a tenant's newest training found. */
export const learnt = z.object({
  training: z.string(),
  at: z.iso.datetime(),
  /** How many messages with buttons it counted, and how many were tapped. */
  messages: z.number().int(),
  did: z.number().int(),
  taps: tapModel.optional(),
  /** The newest judgement, perhaps of a model that was replaced after it. */
  judged: judgement.optional(),
  /** Which arm to give to whom, by metric, and the campaigns that tell what people did before. */
  picks: z.object({ courses: z.array(storedCourse), models: z.partialRecord(z.enum(METRICS), pickModel) }).optional(),
  /** At which hour to send to whom. */
  times: timeModel.optional(),
});
export type Learnt = z.infer<typeof learnt>;

/** What a step of a training counted: tallies by name. */
export type Tallies = ReadonlyMap<string, Tally>;

/** How long counts are kept, in seconds: a training takes minutes, and one that failed is looked at within days. */
const KEPT_FOR = 7 * 86_400;

const keys = {
  learnt: (tenant: string) => ({ pk: `TENANT#${tenant}#PREDICTIONS`, sk: 'LEARNT' }),
  training: (tenant: string, training: string) => `TENANT#${tenant}#TRAINING#${training}`,
};

const counted = z.object({ tallies: z.record(z.string(), z.string()) });

export type Predictions = ReturnType<typeof predictionStore>;

export function predictionStore(table: Table) {
  return {
    async get(tenant: string): Promise<Learnt | undefined> {
      const item = await table.get(keys.learnt(tenant));
      return item && learnt.parse(item);
    },

    /** Keeps what a training found. @param before the training whose findings it saw @returns false when another came first */
    async replace(tenant: string, before: string | undefined, found: Learnt): Promise<boolean> {
      const where = before === undefined ? { exists: false } : { equals: { training: before } };
      return (await table.put({ ...keys.learnt(tenant), ...found }, where)).done;
    },

    /** Keeps what one step of a training counted; a step that is repeated replaces it. @param now in milliseconds since the epoch */
    async addTallies(tenant: string, training: string, step: string, tallies: Tallies, now: number): Promise<void> {
      const packed = Object.fromEntries([...tallies].map(([name, tally]) => [name, packTally(tally)]));
      const expires_at = Math.ceil(now / 1_000) + KEPT_FOR;
      await table.put({ pk: keys.training(tenant, training), sk: step, tallies: packed, expires_at });
    },

    /** What all steps counted, one after another. */
    async *tallies(tenant: string, training: string): AsyncGenerator<Tallies> {
      for await (const item of table.all({ pk: keys.training(tenant, training), consistent: true })) {
        const { tallies } = counted.parse(item);
        yield new Map(Object.entries(tallies).map(([name, packed]) => [name, unpackTally(packed)]));
      }
    },

    /** Removes the counts of a training that has ended. */
    async forgetTallies(tenant: string, training: string): Promise<void> {
      const pk = keys.training(tenant, training);
      for await (const { sk } of table.all({ pk, fields: ['sk'] })) await table.remove({ pk, sk: String(sk) });
    },
  };
}
