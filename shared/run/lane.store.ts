import * as z from 'zod';

import type { Change, Condition } from '../platform/expression.ts';
import { laneName } from '../platform/lanes.ts';
import type { Item, Page, Table, TransactWrite } from '../platform/table-client.ts';
import { chunk, type Chunk, type UnscheduledChunk } from './chunk.ts';
import { lanePartition } from '../message/lane-partition.ts';

/** How far the planning of one lane got. */
const lane = z.object({
  /** The last customer looked at. */
  cursor: z.string().optional(),
  /** How many recipients were planned. */
  planned: z.number().int().default(0),
  /** How many of them have numbers of the US and are meant to get a template. */
  planned_us: z.number().int().optional(),
  /** When the last customer had been looked at, in milliseconds since the epoch. */
  exhausted_at: z.number().optional(),
  /** The last run that went through all that was parked before it. */
  rescheduled_run: z.number().int().optional(),
  /** The last run that replayed, the last message it looked at, and the last run that looked at all. */
  replay_run: z.number().int().optional(),
  replay_cursor: z.string().optional(),
  replay_done: z.number().int().optional(),
  /** How many messages replays set to be tried anew. */
  replayed: z.number().int().optional(),
});
export type Lane = z.infer<typeof lane>;

/** Which rule keeps a parked chunk waiting, if one does; `zones` are its customers' when that is the sending hours. */
const waiting = z.object({
  why: z.enum(['sending_hours', 'frequency_cap', 'daily_limit']).optional(),
  zones: z.array(z.string()).optional(),
});
export type Waiting = z.infer<typeof waiting>;

const parked = chunk.extend({ ...waiting.shape, not_before: z.number(), sk: z.string() });
export type Parked = z.infer<typeof parked>;

const deadLetter = chunk.extend({ moved_at: z.iso.datetime().optional(), sk: z.string() });
export type DeadLetter = z.infer<typeof deadLetter>;

const keys = {
  lane: (tenant: string, campaign: string, lane: number) => ({
    pk: `TENANT#${tenant}#CAMPAIGN#${campaign}`,
    sk: `LANE#${laneName(lane)}`,
  }),
  deadLetter: (chunk: string) => `DEAD#${chunk}`,
  /** Milliseconds as 15 digits, so that the keys sort by time. */
  parked: (not_before: number, chunk: string) => `PARKED#${String(Math.ceil(not_before)).padStart(15, '0')}#${chunk}`,
};

const RESCHEDULE_BATCH = 25;

export type Lanes = ReturnType<typeof laneStore>;

export function laneStore(table: Table) {
  return {
    async get(tenant: string, campaign: string, number: number): Promise<Lane> {
      return lane.parse((await table.get(keys.lane(tenant, campaign, number))) ?? {});
    },

    /** How many recipients are planned in all lanes: one query, of as many rows as there are lanes. */
    async plannedTotals(tenant: string, campaign: string): Promise<{ planned: number; planned_us: number }> {
      const { pk } = keys.lane(tenant, campaign, 0);
      const page = await table.query({ pk, prefix: 'LANE#', consistent: true });
      const all = page.items.map((item) => lane.parse(item));
      const sum = (of: 'planned' | 'planned_us') => all.reduce((sum, one) => sum + (one[of] ?? 0), 0);
      return { planned: sum('planned'), planned_us: sum('planned_us') };
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
        readonly planned_us?: number;
        readonly exhausted_at?: number | undefined;
      },
    ): Promise<boolean> {
      const { planned, planned_us, ...set } = step;
      const same: Condition =
        before.cursor === undefined
          ? { notExists: ['cursor', 'exhausted_at'] }
          : { equals: { cursor: before.cursor }, notExists: ['exhausted_at'] };
      const written = await table.update(
        keys.lane(tenant, campaign, number),
        { set, add: { planned, ...(planned_us && { planned_us }) } },
        same,
      );
      return written.done;
    },

    /** Keeps a chunk for later. Parking it twice is the same as once. */
    async park(one: UnscheduledChunk, not_before: number, { why, zones }: Waiting = {}): Promise<void> {
      const pk = lanePartition(one.tenant_id, one.campaign_id, one.lane);
      const sk = keys.parked(not_before, one.id);
      await table.put({ ...one, pk, sk, slot_at: 0, rate: 0, not_before, why, zones });
    },

    /**
     * Brings forward what a rule keeps waiting for longer than it has to: its settings may have been changed. Once for
     * each run, all that the lane has parked.
     * @param due from when on a chunk may be looked at, in milliseconds since the epoch
     */
    async rescheduleParked(
      tenant: string,
      campaign: string,
      number: number,
      run: number,
      due: (one: Parked) => number,
    ): Promise<void> {
      const pk = lanePartition(tenant, campaign, number);
      let after: Item | undefined;
      do {
        const found = { pk, prefix: 'PARKED#', limit: RESCHEDULE_BATCH, consistent: true, ...(after && { after }) };
        const page: Page = await table.query(found);
        await Promise.all(
          page.items.map(async (item) => {
            const one = parked.parse(item);
            const not_before = due(one);
            if (not_before >= one.not_before) return;
            await this.park(one, not_before, one);
            await table.remove({ pk, sk: one.sk });
          }),
        );
        after = page.last;
      } while (after);
      await table.update(keys.lane(tenant, campaign, number), { set: { rescheduled_run: run } });
    },

    /** The chunks parked in a lane, the next one due first. */
    async parked(tenant: string, campaign: string, number: number, limit: number): Promise<Parked[]> {
      const page = await table.query({
        pk: lanePartition(tenant, campaign, number),
        prefix: 'PARKED#',
        limit,
        consistent: true,
      });
      return page.items.map((item) => parked.parse(item));
    },

    /** Moves the cursor of a run that replays on, once for each page. @returns false when another was here first */
    async advanceReplay(
      tenant: string,
      campaign: string,
      number: number,
      before: Lane,
      step: {
        readonly run: number;
        readonly cursor?: string | undefined;
        readonly done: boolean;
        readonly replayed: number;
      },
    ): Promise<boolean> {
      const { run, cursor, done, replayed } = step;
      const { replay_run, replay_cursor } = before;
      const same: Condition = {
        equals: { replay_run, replay_cursor },
        notExists: [
          ...(replay_run === undefined ? ['replay_run'] : []),
          ...(replay_cursor === undefined ? ['replay_cursor'] : []),
        ],
      };
      const set = { replay_run: run, replay_cursor: cursor, ...(done && { replay_done: run }) };
      const change: Change = { set, add: { replayed }, ...(cursor === undefined && { remove: ['replay_cursor'] }) };
      return (await table.update(keys.lane(tenant, campaign, number), change, same)).done;
    },

    /**
     * Keeps a chunk that was given up, for a person to look at. @param counted goes with it: both or neither
     * @returns whether it is new
     */
    async addDeadLetter(one: Chunk, moved_at: string, counted: TransactWrite): Promise<boolean> {
      const key = { pk: lanePartition(one.tenant_id, one.campaign_id, one.lane), sk: keys.deadLetter(one.id) };
      if (await table.transact([{ put: { ...one, ...key, moved_at }, where: { exists: false } }, counted])) return true;
      if (await table.get(key)) return false;
      throw new Error('A dead letter could not be kept.');
    },

    /** The chunks of a lane that were given up. */
    async deadLetters(tenant: string, campaign: string, number: number, limit: number): Promise<DeadLetter[]> {
      const pk = lanePartition(tenant, campaign, number);
      const page = await table.query({ pk, prefix: 'DEAD#', limit, consistent: true });
      return page.items.map((item) => deadLetter.parse(item));
    },

    /** Forgets a chunk that was given up after it was parked again. */
    async removeDeadLetter({ tenant_id, campaign_id, lane, sk }: DeadLetter, counted: TransactWrite): Promise<void> {
      const key = { pk: lanePartition(tenant_id, campaign_id, lane), sk };
      // Other lanes count in the same row, and of two that meet one is refused.
      while (!(await table.transact([{ remove: key, where: { exists: true } }, counted])))
        if (!(await table.get(key))) return;
    },

    /** Forgets a parked chunk after it was issued again. */
    async removeParked(one: Pick<Parked, 'tenant_id' | 'campaign_id' | 'lane' | 'sk'>): Promise<void> {
      await table.remove({ pk: lanePartition(one.tenant_id, one.campaign_id, one.lane), sk: one.sk });
    },
  };
}
