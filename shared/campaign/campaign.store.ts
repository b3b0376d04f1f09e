import { notFound } from '../platform/errors.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Item, Table, Written } from '../platform/table-client.ts';
import { campaign, TRANSITIONS, wrongStatus, type Campaign, type CampaignStatus, type Transition } from './campaign.ts';

const keys = {
  campaign: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}#CAMPAIGN#${id}`, sk: 'CAMPAIGN' }),
  ofTenant: (tenant: string) => `TENANT#${tenant}#CAMPAIGNS`,
  ofStatus: (tenant: string, status: CampaignStatus) => `TENANT#${tenant}#CAMPAIGNS#${status}`,
};

/** Attributes that follow from a campaign's own: its places in the lists. */
function placed(one: Campaign): Item {
  return {
    ...keys.campaign(one.tenant_id, one.id),
    gsi1pk: keys.ofTenant(one.tenant_id),
    gsi1sk: one.id,
    gsi2pk: keys.ofStatus(one.tenant_id, one.status),
    gsi2sk: one.id,
    ...one,
  };
}

type Moved = Pick<Campaign, 'tenant_id' | 'id'> & Partial<Pick<Campaign, 'run'>>;

export type Campaigns = ReturnType<typeof campaignStore>;

export function campaignStore(table: Table) {
  /** @throws HeraldError 404 or 409 when the write's condition did not hold */
  function taken(step: Transition, written: Written): Campaign {
    if (written.done) return campaign.parse(written.item);
    if (!written.found) throw notFound('campaign');
    throw wrongStatus(step, campaign.parse(written.found).status);
  }

  /** @param of where it names a run, the campaign must be in that one */
  async function move(step: 'pause' | 'complete', of: Moved, now: string, reason?: string): Promise<Written> {
    const { from, to } = TRANSITIONS[step];
    const set = { status: to, status_reason: reason, updated_at: now, gsi2pk: keys.ofStatus(of.tenant_id, to) };
    return table.update(
      keys.campaign(of.tenant_id, of.id),
      { set: { ...set, ...(step === 'complete' && { completed_at: now }) } },
      { exists: true, oneOf: { status: from }, equals: { run: of.run } },
    );
  }

  return {
    async add(one: Campaign): Promise<void> {
      await table.put(placed(one), { exists: false });
    },

    async get(tenant: string, id: string): Promise<Campaign | undefined> {
      const item = await table.get(keys.campaign(tenant, id));
      return item && campaign.parse(item);
    },

    /** Newest first; a ULID orders as its creation does. */
    async page(tenant: string, status: CampaignStatus | undefined, range: Range): Promise<StorePage<Campaign>> {
      const list = status
        ? { pk: keys.ofStatus(tenant, status), index: 'gsi2' as const }
        : { pk: keys.ofTenant(tenant), index: 'gsi1' as const };
      const page = await table.query({ ...list, newestFirst: true, ...range });
      return { items: page.items.map((item) => campaign.parse(item)), last: page.last };
    },

    /** Writes a changed campaign over the one it was made from. @throws HeraldError 409 when that one moved on meanwhile */
    async replace(before: Campaign, after: Campaign): Promise<void> {
      const written = await table.put(placed(after), {
        oneOf: { status: TRANSITIONS.change.from },
        equals: { updated_at: before.updated_at },
      });
      if (!written.done) taken('change', written);
    },

    async remove(tenant: string, id: string): Promise<void> {
      const written = await table.remove(keys.campaign(tenant, id), {
        exists: true,
        oneOf: { status: TRANSITIONS.remove.from },
      });
      if (!written.done) taken('remove', written);
    },

    /** Begins run number `run`, once: asked again for the same run, it answers the campaign as it is. */
    async begin(
      step: 'execute' | 'resume' | 'cancel',
      of: Pick<Campaign, 'tenant_id' | 'id'>,
      run: number,
      now: string,
    ): Promise<Campaign> {
      const { from, to } = TRANSITIONS[step];
      const written = await table.update(
        keys.campaign(of.tenant_id, of.id),
        {
          set: {
            status: to,
            run,
            updated_at: now,
            gsi2pk: keys.ofStatus(of.tenant_id, to),
            ...(to === 'cancelled' && { completed_at: now }),
          },
          ...(step === 'execute' && { setOnce: { started_at: now } }),
          remove: ['status_reason'],
        },
        { exists: true, oneOf: { status: from }, equals: { run: run - 1 } },
      );
      if (written.done || written.found?.['run'] !== run) return taken(step, written);
      // Two steps may ask for the same run, and a cancelled campaign says which of them it was.
      const begun = campaign.parse(written.found);
      if ((begun.status === 'cancelled') !== (to === 'cancelled')) throw wrongStatus(step, begun.status);
      return begun;
    },

    /** Takes a step that begins no run. @param reason what a person should know about why */
    async take(step: 'pause' | 'complete', of: Moved, now: string, reason?: string): Promise<Campaign> {
      return taken(step, await move(step, of, now, reason));
    },

    /** Takes the step if the campaign is still in a status for it. @returns whether it did */
    async tryTake(step: 'pause' | 'complete', of: Moved, now: string, reason?: string): Promise<boolean> {
      return (await move(step, of, now, reason)).done;
    },

    /** Says why a sending campaign does not move, to whoever reads it. */
    async explain(of: Pick<Campaign, 'tenant_id' | 'id'>, status_reason: string): Promise<void> {
      await table.update(
        keys.campaign(of.tenant_id, of.id),
        { set: { status_reason } },
        { equals: { status: 'sending' } },
      );
    },

    /** Notes which template the content became, while the campaign is sending; the first note stays. */
    async noteTemplate(of: Pick<Campaign, 'tenant_id' | 'id'>, content_sid: string): Promise<void> {
      await table.update(
        keys.campaign(of.tenant_id, of.id),
        { setOnce: { content_sid }, remove: ['status_reason'] },
        { equals: { status: 'sending' } },
      );
    },
  };
}
