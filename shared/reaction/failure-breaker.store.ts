import { LOST } from '../platform/backoff.ts';
import type { Table } from '../platform/table-client.ts';
import { breaker, type Breaker } from './failure-breaker.ts';

const keys = {
  breaker: (tenant: string, { id, run }: CampaignRun) => ({
    pk: `TENANT#${tenant}#CAMPAIGN#${id}`,
    sk: `BREAKER#${run}`,
  }),
};

interface CampaignRun {
  readonly id: string;
  readonly run: number;
}

/** Kept for a day after the last failure, in seconds. */
const KEPT_FOR = 86_400;

export type FailureBreakers = ReturnType<typeof failureBreakerStore>;

export function failureBreakerStore(table: Table) {
  return {
    /** Updates the counts of a campaign's run with optimistic locking. @returns the counts after the update */
    async count(
      tenant: string,
      run: CampaignRun,
      next: (before: Breaker | undefined) => Breaker,
      now: number,
    ): Promise<Breaker> {
      const key = keys.breaker(tenant, run);
      return table.untilWon(async () => {
        const item = await table.get(key);
        const after = next(item && breaker.parse(item));
        const turn = Number(item?.['turn'] ?? 0);
        const put = { ...key, ...after, turn: turn + 1, expires_at: Math.ceil(now / 1_000) + KEPT_FOR };
        const written = await table.put(put, item ? { equals: { turn } } : { exists: false });
        return written.done ? after : LOST;
      });
    },
  };
}
