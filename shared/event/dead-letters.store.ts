import type { Table } from '../platform/table-client.ts';
import { DEAD_LETTERS, deadLetters, type DeadLetters } from './dead-letters.ts';

/** How long a row stays after it was last written, in seconds; it counts for less. */
const KEPT_SECONDS = 86_400;

const keys = {
  byTenant: (tenant: string) => `TENANT#${tenant}#DEAD_LETTERS`,
  seen: (tenant: string, queue: string) => ({ pk: keys.byTenant(tenant), sk: `DEADLETTERS#${queue}` }),
};

export type DeadLettersSeen = ReturnType<typeof deadLettersStore>;

export function deadLettersStore(table: Table) {
  return {
    async get(tenant: string, queue: DeadLetters['queue']): Promise<DeadLetters | undefined> {
      const item = await table.get(keys.seen(tenant, queue));
      return item && deadLetters.parse(item);
    },

    async put(seen: DeadLetters): Promise<void> {
      const expires_at = Math.floor(Date.parse(seen.seen_at) / 1_000) + KEPT_SECONDS;
      await table.put({ ...keys.seen(seen.tenant_id, seen.queue), ...seen, expires_at });
    },

    /** What was seen of a tenant's, one at most for each queue. */
    async ofTenant(tenant: string): Promise<DeadLetters[]> {
      const { items } = await table.query({ pk: keys.byTenant(tenant), limit: Object.keys(DEAD_LETTERS).length });
      return items.map((item) => deadLetters.parse(item));
    },
  };
}
