import * as z from 'zod';

import type { Fallbacks } from '../campaign/recommend.ts';
import type { Change, Condition } from '../platform/expression.ts';
import { LANES, laneName } from '../platform/lanes.ts';
import { pagesOf } from '../platform/page.ts';
import type { Item, Page, Table, TransactWrite } from '../platform/table-client.ts';
import { chunk, type Chunk, type UnscheduledChunk } from './chunk.ts';
import { lanePartition } from '../message/lane-partition.ts';

/** How far planning and replaying have come in one lane. */
const laneState = z.object({
  /** The last customer that was read. */
  cursor: z.string().optional(),
  /** How many recipients were planned. */
  planned: z.number().int().default(0),
  /** How many of them wait for the decision of an experiment, or did. */
  waiting: z.number().int().optional(),
  /** How many of them are skipped because WhatsApp delivers no marketing templates to US numbers. */
  planned_us: z.number().int().optional(),
  /** When the lane's last customer was read, in milliseconds since the epoch. */
  exhausted_at: z.number().optional(),
  /** The last run that rescheduled the chunks that were parked before it. */
  rescheduled_run: z.number().int().optional(),
  /** The last run that replayed, the last message it read, and the last run that read all of them. */
  replay_run: z.number().int().optional(),
  replay_cursor: z.string().optional(),
  replay_done: z.number().int().optional(),
  /** How many messages replays have set to `retry`. */
  replayed: z.number().int().optional(),
});
export type LaneState = z.infer<typeof laneState>;

/** Which rule keeps a parked chunk waiting, if any; for the sending hours, `zones` are its customers' time zones. */
const waiting = z.object({
  why: z
    .enum([
      ...['sending_hours', 'frequency_cap', 'daily_limit', 'spend_cap', 'experiment', 'send_time'],
      ...['portfolio_limit', 'account_limit', 'marketing_limit'],
    ] as const)
    .optional(),
  zones: z.array(z.string()).optional(),
});
export type Waiting = z.infer<typeof waiting>;

const parked = chunk.extend({ ...waiting.shape, not_before: z.number(), sk: z.string() });
export type Parked = z.infer<typeof parked>;

const deadLetter = chunk.extend({ moved_at: z.iso.datetime().optional(), sk: z.string() });
export type DeadLetter = z.infer<typeof deadLetter>;

const NONE: ReadonlyMap<string, number> = new Map();
const LANE_PREFIX = 'LANE#';
const ASSIGNED_PREFIX = 'assigned#';
const FALLBACK_PREFIX = 'fallback#';

const keys = {
  lane: (tenant: string, campaign: string, lane: number) => ({
    pk: `TENANT#${tenant}#CAMPAIGN#${campaign}`,
    sk: `${LANE_PREFIX}${laneName(lane)}`,
  }),
  deadLetter: (chunk: string) => `DEAD#${chunk}`,
  /** Milliseconds as 15 digits, so that the keys sort by time. */
  parked: (not_before: number, chunk: string) => `PARKED#${String(Math.ceil(not_before)).padStart(15, '0')}#${chunk}`,
};

function laneNumber({ sk }: Item): number {
  return Number(String(sk).slice(LANE_PREFIX.length));
}

function statesOf(items: readonly Item[]): ReadonlyMap<number, LaneState> {
  return new Map(items.map((item) => [laneNumber(item), laneState.parse(item)]));
}

const RESCHEDULE_BATCH = 25;

/** The sums of all counters whose names begin so, by the rest of the name. */
function totalsOf(items: readonly Item[], prefix: string): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [name, count] of items.flatMap((item) => Object.entries(item))) {
    if (!name.startsWith(prefix)) continue;
    const about = name.slice(prefix.length);
    total[about] = (total[about] ?? 0) + Number(count);
  }
  return total;
}

export interface Assignment {
  readonly states: ReadonlyMap<number, LaneState>;
  /** By arm. */
  readonly assigned: Readonly<Record<string, number>>;
}

export type Lanes = ReturnType<typeof laneStore>;

export function laneStore(table: Table) {
  function parkedRow(chunk: UnscheduledChunk, not_before: number, { why, zones }: Waiting): Item {
    const pk = lanePartition(chunk.tenant_id, chunk.campaign_id, chunk.lane);
    const sk = keys.parked(not_before, chunk.id);
    return { ...chunk, pk, sk, slot_at: 0, rate: 0, not_before, why, zones };
  }

  /** Of each lane that was worked on: one query that reads one row per lane. */
  async function laneRows(tenant: string, campaign: string): Promise<readonly Item[]> {
    const { pk } = keys.lane(tenant, campaign, 0);
    return (await table.query({ pk, prefix: LANE_PREFIX, consistent: true })).items;
  }

  return {
    async get(tenant: string, campaign: string, number: number): Promise<LaneState> {
      return laneState.parse((await table.get(keys.lane(tenant, campaign, number))) ?? {});
    },

    /** The state of each lane that was worked on, by its number. */
    async states(tenant: string, campaign: string): Promise<ReadonlyMap<number, LaneState>> {
      return statesOf(await laneRows(tenant, campaign));
    },

    /** How many recipients are planned in all lanes, and how many of them got the fallback of a recommendation, by reason. */
    async plannedTotals(
      tenant: string,
      campaign: string,
    ): Promise<{ planned: number; planned_us: number; fallbacks: Fallbacks }> {
      const items = await laneRows(tenant, campaign);
      const rows = items.map((item) => laneState.parse(item));
      const sum = (counter: 'planned' | 'planned_us') => rows.reduce((sum, row) => sum + (row[counter] ?? 0), 0);
      const fallbacks = totalsOf(items, FALLBACK_PREFIX);
      return { planned: sum('planned'), planned_us: sum('planned_us'), fallbacks };
    },

    /** The same states, and how many people each arm of an experiment was given, in all lanes, as of the same moment. */
    async assignment(tenant: string, campaign: string): Promise<Assignment> {
      const items = await laneRows(tenant, campaign);
      return { states: statesOf(items), assigned: totalsOf(items, ASSIGNED_PREFIX) };
    },

    /** Advances the cursor, once for each page. @returns false when another worker advanced it first */
    async advance(
      tenant: string,
      campaign: string,
      number: number,
      before: LaneState,
      step: {
        readonly cursor?: string | undefined;
        readonly planned: number;
        readonly planned_us?: number;
        /** How many of them wait for an experiment's decision. */
        readonly waiting?: number;
        /** How many of them each arm of an experiment was given. */
        readonly assigned?: ReadonlyMap<string, number>;
        /** How many of them got the fallback of a recommendation, by reason. */
        readonly fallbacks?: ReadonlyMap<string, number>;
        readonly exhausted_at?: number | undefined;
      },
    ): Promise<boolean> {
      const { planned, planned_us, waiting, assigned = NONE, fallbacks = NONE, ...set } = step;
      const counters = [
        ...[...assigned].map(([arm, count]) => [`${ASSIGNED_PREFIX}${arm}`, count] as const),
        ...[...fallbacks].map(([reason, count]) => [`${FALLBACK_PREFIX}${reason}`, count] as const),
      ];
      const same: Condition =
        before.cursor === undefined
          ? { notExists: ['cursor', 'exhausted_at'] }
          : { equals: { cursor: before.cursor }, notExists: ['exhausted_at'] };
      const written = await table.update(
        keys.lane(tenant, campaign, number),
        {
          set,
          add: {
            planned,
            ...(planned_us && { planned_us }),
            ...(waiting && { waiting }),
            ...Object.fromEntries(counters),
          },
        },
        same,
      );
      return written.done;
    },

    /** Keeps a chunk for later. Parking it twice has the same effect as once. */
    async park(chunk: UnscheduledChunk, not_before: number, waiting: Waiting = {}): Promise<void> {
      await table.put(parkedRow(chunk, not_before, waiting));
    },

    /** Keeps a chunk for later in one transaction with the write that makes its message wait, if that one's condition holds. */
    async parkWith(write: TransactWrite, chunk: UnscheduledChunk, not_before: number, waiting: Waiting): Promise<void> {
      await table.transact([write, { put: parkedRow(chunk, not_before, waiting) }]);
    },

    /**
     * Brings parked chunks forward that wait longer than the rules now require, since the settings may have changed. Goes
     * through all parked chunks of the lane, once per run.
     * @param due when a chunk is due, in milliseconds since the epoch
     */
    async rescheduleParked(
      tenant: string,
      campaign: string,
      number: number,
      run: number,
      due: (chunk: Parked) => number,
    ): Promise<void> {
      const pk = lanePartition(tenant, campaign, number);
      const found = { pk, prefix: 'PARKED#', limit: RESCHEDULE_BATCH, consistent: true };
      for await (const page of pagesOf<Page>((after) => table.query({ ...found, ...(after && { after }) }))) {
        await Promise.all(
          page.items.map(async (item) => {
            const chunk = parked.parse(item);
            const not_before = due(chunk);
            if (not_before >= chunk.not_before) return;
            await this.park(chunk, not_before, chunk);
            await table.remove({ pk, sk: chunk.sk });
          }),
        );
      }
      await table.update(keys.lane(tenant, campaign, number), { set: { rescheduled_run: run } });
    },

    /** The parked chunks of a lane, the next one due first. */
    async parked(tenant: string, campaign: string, number: number, limit: number): Promise<Parked[]> {
      const page = await table.query({
        pk: lanePartition(tenant, campaign, number),
        prefix: 'PARKED#',
        limit,
        consistent: true,
      });
      return page.items.map((item) => parked.parse(item));
    },

    /** Advances the cursor of a replay, once for each page. @returns false when another worker advanced it first */
    async advanceReplay(
      tenant: string,
      campaign: string,
      number: number,
      before: LaneState,
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
     * Keeps a chunk that could not be sent, until a person replays it.
     * @param counted the write that counts it, in the same transaction
     * @returns whether it is new
     */
    async addDeadLetter(chunk: Chunk, moved_at: string, counted: TransactWrite): Promise<boolean> {
      const key = { pk: lanePartition(chunk.tenant_id, chunk.campaign_id, chunk.lane), sk: keys.deadLetter(chunk.id) };
      if (await table.transact([{ put: { ...chunk, ...key, moved_at }, where: { exists: false } }, counted]))
        return true;
      if (await table.get(key)) return false;
      throw new Error('The dead letter could not be stored.');
    },

    /** The dead letters of a lane. */
    async deadLetters(tenant: string, campaign: string, number: number, limit: number): Promise<DeadLetter[]> {
      const pk = lanePartition(tenant, campaign, number);
      const page = await table.query({ pk, prefix: 'DEAD#', limit, consistent: true });
      return page.items.map((item) => deadLetter.parse(item));
    },

    /** Removes a dead letter once its chunk is parked again. @param counted the write that counts it, in the same transaction */
    async removeDeadLetter({ tenant_id, campaign_id, lane, sk }: DeadLetter, counted: TransactWrite): Promise<void> {
      const key = { pk: lanePartition(tenant_id, campaign_id, lane), sk };
      if (await table.transact([{ remove: key, where: { exists: true } }, counted])) return;
      if (await table.get(key)) throw new Error('The dead letter could not be removed: its campaign is gone.');
    },

    /** Whether any chunk of a campaign is parked. */
    async isAnyParked(tenant: string, campaign: string): Promise<boolean> {
      const lanes = Array.from({ length: LANES }, (_, lane) => this.parked(tenant, campaign, lane, 1));
      return (await Promise.all(lanes)).some((found) => found.length > 0);
    },

    /** Removes a parked chunk once it is queued again. */
    async removeParked(chunk: Pick<Parked, 'tenant_id' | 'campaign_id' | 'lane' | 'sk'>): Promise<void> {
      await table.remove({ pk: lanePartition(chunk.tenant_id, chunk.campaign_id, chunk.lane), sk: chunk.sk });
    },
  };
}
