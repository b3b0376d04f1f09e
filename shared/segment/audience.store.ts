import * as z from 'zod';

import { storedCriteria } from '../campaign/audience.ts';
import type { Table } from '../platform/table-client.ts';
import type { NamedCriteria } from './resolve-segments.ts';

const keys = {
  audience: (tenant: string, campaign: string) => ({ pk: `TENANT#${tenant}#CAMPAIGN#${campaign}`, sk: 'AUDIENCE' }),
};

const audience = z.object({ segments: z.record(z.string(), storedCriteria) });

export type Audiences = ReturnType<typeof audienceStore>;

/** The segments of a campaign's audience as they were when it began: whoever changes one later changes no running campaign. */
export function audienceStore(table: Table) {
  return {
    async get(tenant: string, campaign: string): Promise<NamedCriteria | undefined> {
      const item = await table.get(keys.audience(tenant, campaign));
      return item && new Map(Object.entries(audience.parse(item).segments));
    },

    /** Keeps them, in place of those that were kept before. */
    async keep(tenant: string, campaign: string, segments: NamedCriteria): Promise<void> {
      const item = { ...keys.audience(tenant, campaign), segments: Object.fromEntries(segments) };
      await table.put(item);
    },
  };
}
