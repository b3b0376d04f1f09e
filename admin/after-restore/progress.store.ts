import * as z from 'zod';

import { idOf } from '../../shared/platform/ids.ts';
import type { Table } from '../../shared/platform/table-client.ts';
import type { Key } from '../../shared/platform/table.ts';

const keys = {
  /** No tenant's: how far the whole table was gone through. */
  table: { pk: 'AFTER_RESTORE', sk: 'AFTER_RESTORE' },
  tenant: (tenant: string) => `TENANT#${tenant}#RESTORED`,
  campaign: (tenant: string, id: string) => ({ pk: keys.tenant(tenant), sk: `CAMPAIGN#${id}` }),
  sender: (tenant: string, id: string) => ({ pk: keys.tenant(tenant), sk: `SENDER#${id}` }),
};

const ofRestore = z.object({ restored_to: z.string() });

/** A campaign that has been looked at, and what has been done about it. */
const campaignProgress = ofRestore.extend({
  campaign_id: idOf('cmp'),
  /** Whether it may have been sent to people whom the table does not know of. */
  doubtful: z.boolean(),
  /** Whether a run has begun since: it may have been a replay. */
  rerun: z.boolean(),
  rebuilt: z.boolean(),
});
export type CampaignProgress = z.infer<typeof campaignProgress>;

/** How far a sender's list at the provider was gone through. */
const senderProgress = ofRestore.extend({
  after: z.string().optional(),
  complete: z.boolean(),
  /** For which campaigns it was: those of which it could be told whom they go to. */
  campaigns: z.array(z.string()).default([]),
});
export type SenderProgress = Omit<z.infer<typeof senderProgress>, 'restored_to'>;

export type RestoreProgress = ReturnType<typeof restoreProgress>;

/**
 * Remembers in the restored table what `after-restore` has done, so that it goes on there. What was noted for another restore does
 * not count. @param restored_to the time whose state the table has
 */
export function restoreProgress(table: Table, restored_to: string) {
  async function read<Noted>(key: Key, schema: z.ZodType<Noted>): Promise<Noted | undefined> {
    const item = await table.get(key);
    return item?.['restored_to'] === restored_to ? schema.parse(item) : undefined;
  }

  return {
    /** The key behind which tenants are still to be looked for. */
    async position(): Promise<Key | undefined> {
      const schema = ofRestore.extend({ after: z.object({ pk: z.string(), sk: z.string() }) });
      return (await read(keys.table, schema))?.after;
    },

    async setPosition(after: Key | undefined): Promise<void> {
      if (after) await table.put({ ...keys.table, restored_to, after });
      else await table.remove(keys.table);
    },

    async campaign(tenant: string, id: string): Promise<CampaignProgress | undefined> {
      return read(keys.campaign(tenant, id), campaignProgress);
    },

    async setCampaign(tenant: string, noted: Omit<CampaignProgress, 'restored_to'>): Promise<void> {
      await table.put({ ...keys.campaign(tenant, noted.campaign_id), restored_to, ...noted });
    },

    /** The campaigns of a tenant that were looked at. */
    async campaigns(tenant: string): Promise<CampaignProgress[]> {
      const items = await Array.fromAsync(
        table.all({ pk: keys.tenant(tenant), prefix: 'CAMPAIGN#', consistent: true }),
      );
      return items.filter((item) => item['restored_to'] === restored_to).map((item) => campaignProgress.parse(item));
    },

    async sender(tenant: string, id: string): Promise<SenderProgress | undefined> {
      return read(keys.sender(tenant, id), senderProgress);
    },

    async setSender(tenant: string, id: string, noted: SenderProgress): Promise<void> {
      await table.put({ ...keys.sender(tenant, id), restored_to, ...noted });
    },
  };
}
