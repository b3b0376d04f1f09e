import type { Item, Table } from '../platform/table-client.ts';
import { campaignWatch, senderWatch, type CampaignWatch, type SenderWatch, type Watched } from './callback-watch.ts';

/** The watches of all tenants, for the sweeper only, which reads them every minute. */
const ALL = 'CALLBACK_WATCHES';

const keys = {
  campaign: ({ tenant_id, campaign_id }: Pick<CampaignWatch, 'tenant_id' | 'campaign_id'>) => ({
    pk: ALL,
    sk: `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}`,
  }),
  sender: ({ tenant_id, sender_id }: Pick<SenderWatch, 'tenant_id' | 'sender_id'>) => ({
    pk: ALL,
    sk: `TENANT#${tenant_id}#SENDER#${sender_id}`,
  }),
};

export type CallbackWatches = ReturnType<typeof callbackWatchStore>;

export function callbackWatchStore(table: Table) {
  return {
    /** Every watch, of all tenants. */
    async all(): Promise<Watched> {
      const items: Item[] = await Array.fromAsync(table.all({ pk: ALL, consistent: true }));
      const parsed = items.flatMap((item) => campaignWatch.safeParse(item).data ?? []);
      const senders = items.flatMap((item) => senderWatch.safeParse(item).data ?? []);
      return {
        campaigns: new Map(parsed.map((watch) => [watch.campaign_id, watch])),
        senders: new Map(senders.map((watch) => [watch.sender_id, watch])),
      };
    },

    /** Begins to watch a campaign; one that is watched stays as it is. */
    async addCampaign(watch: CampaignWatch): Promise<void> {
      await table.put({ ...keys.campaign(watch), ...campaignWatch.parse(watch) }, { exists: false });
    },

    /** Records a look at a campaign. @returns false when another sweep did so first */
    async moveCampaign(before: CampaignWatch, after: CampaignWatch): Promise<boolean> {
      const { next_at, run, looks, gone_out, grown_at, left } = after;
      const set = { next_at, run, looks, gone_out, grown_at, left };
      return (await table.update(keys.campaign(before), { set }, { equals: { next_at: before.next_at } })).done;
    },

    async removeCampaign(watch: CampaignWatch): Promise<void> {
      await table.remove(keys.campaign(watch), { equals: { next_at: watch.next_at } });
    },

    /** Watches a sender until a time, or longer if that was asked for before. */
    async watchSender({ tenant_id, sender_id, until, next_at, heard_until }: SenderWatch): Promise<void> {
      await table.update(
        keys.sender({ tenant_id, sender_id }),
        { set: { tenant_id, sender_id, until }, setIfAbsent: { next_at, heard_until } },
        { notExistsOrLessThan: { until } },
      );
    },

    /** @returns false when another sweep moved it first */
    async moveSender(before: SenderWatch, next_at: number): Promise<boolean> {
      return (await table.update(keys.sender(before), { set: { next_at } }, { equals: { next_at: before.next_at } }))
        .done;
    },

    /** Whatever the provider received before `until` was handled. */
    async heardUntil(watch: Pick<SenderWatch, 'tenant_id' | 'sender_id'>, heard_until: number): Promise<void> {
      await table.update(
        keys.sender(watch),
        { set: { heard_until } },
        { exists: true, notExistsOrLessThan: { heard_until } },
      );
    },

    async removeSender(watch: SenderWatch): Promise<void> {
      await table.remove(keys.sender(watch), { equals: { until: watch.until } });
    },
  };
}
