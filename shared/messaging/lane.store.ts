import * as z from 'zod';

import { laneName } from '../platform/lanes.ts';
import type { Table } from '../platform/table-client.ts';
import { chunk, type Unslotted } from './chunk.ts';

/** How far the planning of one lane got. */
const lane = z.object({
  /** The last customer looked at. */
  cursor: z.string().optional(),
  /** How many recipients were planned. */
  planned: z.number().int().default(0),
  /** When the last customer had been looked at, in milliseconds since the epoch. */
  exhausted_at: z.number().optional(),
});
export type Lane = z.infer<typeof lane>;

const parked = chunk.extend({ not_before: z.number(), sk: z.string() });
export type Parked = z.infer<typeof parked>;

const keys = {
  lane: (tenant: string, campaign: string, lane: number) => ({
    pk: `TENANT#${tenant}#CAMPAIGN#${campaign}`,
    sk: `LANE#${laneName(lane)}`,
  }),
  parkedIn: (tenant: string, campaign: string, lane: number) =>
    `TENANT#${tenant}#CAMPAIGN#${campaign}#LANE#${laneName(lane)}`,
  /** Milliseconds as 15 digits, so that the keys sort by time. */
  parked: (not_before: number, chunk: string) => `PARKED#${String(Math.ceil(not_before)).padStart(15, '0')}#${chunk}`,
};

export type Lanes = ReturnType<typeof laneStore>;

export function laneStore(table: Table) {
  return {
    async get(tenant: string, campaign: string, number: number): Promise<Lane> {
      return lane.parse((await table.get(keys.lane(tenant, campaign, number))) ?? {});
    },

    /** Moves the cursor on, once for each page. @returns false when another planner was here first */
    async advance(
      tenant: string,
      campaign: string,
      number: number,
      before: Lane,
      step: {
        readonly cursor?: string | undefined;
        readonly planned: number;
        readonly exhausted_at?: number | undefined;
      },
    ): Promise<boolean> {
      const { planned, ...set } = step;
      const same =
        before.cursor === undefined
          ? { absent: ['cursor', 'exhausted_at'] }
          : { equals: { cursor: before.cursor }, absent: ['exhausted_at'] };
      const written = await table.update(keys.lane(tenant, campaign, number), { set, add: { planned } }, same);
      return written.done;
    },

    /** Keeps a chunk for later. Parking it twice is the same as once. */
    async park(one: Unslotted, not_before: number): Promise<void> {
      const pk = keys.parkedIn(one.tenant_id, one.campaign_id, one.lane);
      await table.put({ pk, sk: keys.parked(not_before, one.id), ...one, slot_at: 0, rate: 0, not_before });
    },

    /** The chunks parked in a lane, the next one due first. */
    async parked(tenant: string, campaign: string, number: number, limit: number): Promise<Parked[]> {
      const page = await table.query({
        pk: keys.parkedIn(tenant, campaign, number),
        prefix: 'PARKED#',
        limit,
        consistent: true,
      });
      return page.items.map((item) => parked.parse(item));
    },

    /** Forgets a parked chunk after it was issued again. */
    async unpark(one: Pick<Parked, 'tenant_id' | 'campaign_id' | 'lane' | 'sk'>): Promise<void> {
      await table.remove({ pk: keys.parkedIn(one.tenant_id, one.campaign_id, one.lane), sk: one.sk });
    },
  };
}
