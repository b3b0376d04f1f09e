import * as z from 'zod';

import { notFound } from '../platform/errors.ts';
import type { Condition } from '../platform/expression.ts';
import { setOrRemove } from '../platform/expression.ts';
import { idOf } from '../platform/ids.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Item, Table, TransactWrite, Written } from '../platform/table-client.ts';
import type { BeginStep } from '../run/begin-run.ts';
import {
  campaign,
  mayTake,
  TRANSITIONS,
  wrongStatus,
  type Campaign,
  type CampaignStatus,
  type ReplayScope,
  type Transition,
} from './campaign.ts';

const keys = {
  campaign: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}#CAMPAIGN#${id}`, sk: 'CAMPAIGN' }),
  ofTenant: (tenant: string) => `TENANT#${tenant}#CAMPAIGNS`,
  ofStatus: (tenant: string, status: CampaignStatus) => `TENANT#${tenant}#CAMPAIGNS#${status}`,
  /** Of all tenants, for the sweeper alone. */
  allActive: 'ACTIVE',
  active: (tenant: string, id: string) => ({ pk: keys.allActive, sk: `TENANT#${tenant}#CAMPAIGN#${id}` }),
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

type Moved = Pick<Campaign, 'tenant_id' | 'id'> & Partial<Pick<Campaign, 'run' | 'scheduled_at'>>;

/** A step that begins no run. */
type Step = 'pause' | 'miss' | 'complete';

/** That a campaign is scheduled, sending or being wound up, or was when this was written. */
const active = z.object({ tenant_id: idOf('ten'), campaign_id: idOf('cmp'), since: z.string() });
export type Active = z.infer<typeof active>;

/** The row by which the sweeper finds a campaign, written with the step that makes it one to watch: both or neither. */
function watched({ tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>, since: string): TransactWrite {
  return { put: { ...keys.active(tenant_id, id), tenant_id, campaign_id: id, since } };
}

/** For how long a campaign that goes on sending had not been, where that is known. */
function idleMs(of: Partial<Campaign>, step: BeginStep, now: string): number | undefined {
  if (step === 'revive' || !of.started_at || !of.updated_at) return undefined;
  return (of.idle_ms ?? 0) + Math.max(0, Date.parse(now) - Date.parse(of.updated_at));
}

type Tally = Required<Pick<Campaign, 'silent' | 'refused'>>;

export type Campaigns = ReturnType<typeof campaignStore>;

export function campaignStore(table: Table) {
  /** @throws HeraldError 404 or 409 when the write's condition did not hold */
  function taken(step: Transition, written: Written): Campaign {
    if (written.done) return campaign.parse(written.item);
    if (!written.found) throw notFound('campaign');
    throw wrongStatus(step, campaign.parse(written.found).status);
  }

  async function get(tenant: string, id: string): Promise<Campaign | undefined> {
    const item = await table.get(keys.campaign(tenant, id));
    return item && campaign.parse(item);
  }

  /** @returns whether the condition held */
  async function put(one: Campaign, where: Condition): Promise<boolean> {
    if (one.status !== 'scheduled') return (await table.put(placed(one), where)).done;
    return table.transact([{ put: placed(one), where }, watched(one, one.updated_at)]);
  }

  /** @param of where it names a run or a schedule, the campaign must be in that one */
  async function move(step: Step, of: Moved, now: string, reason?: string): Promise<Written> {
    const { from, to } = TRANSITIONS[step];
    const set = { status: to, status_reason: reason, updated_at: now, gsi2pk: keys.ofStatus(of.tenant_id, to) };
    return table.update(
      keys.campaign(of.tenant_id, of.id),
      {
        set: { ...set, ...(step === 'complete' && { completed_at: now }) },
        ...(step === 'complete' && { remove: ['replay_scope', 'status_reason'] }),
      },
      { exists: true, oneOf: { status: from }, equals: { run: of.run, scheduled_at: of.scheduled_at } },
    );
  }

  return {
    async add(one: Campaign): Promise<void> {
      if (!(await put(one, { exists: false }))) throw new Error('A new campaign could not be written.');
    },

    get,

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
      const unchanged = { oneOf: { status: TRANSITIONS.change.from }, equals: { updated_at: before.updated_at } };
      if (await put(after, unchanged)) return;
      const found = await get(before.tenant_id, before.id);
      throw found ? wrongStatus('change', found.status) : notFound('campaign');
    },

    async remove(tenant: string, id: string): Promise<void> {
      const written = await table.remove(keys.campaign(tenant, id), {
        exists: true,
        oneOf: { status: TRANSITIONS.remove.from },
      });
      if (!written.done) taken('remove', written);
    },

    /**
     * Begins run number `run`, once: asked again for the same run, it answers the campaign as it is.
     * @param of the campaign as it was read, from which the time follows in which it was not sending; of a schedule that
     *   fires, the time it was set for
     * @param scope of a replay
     */
    async begin(
      step: BeginStep,
      of: Pick<Campaign, 'tenant_id' | 'id'> & Partial<Campaign>,
      run: number,
      now: string,
      scope?: ReplayScope,
    ): Promise<Campaign> {
      const { from, to } = TRANSITIONS[step];
      const ends = to === 'cancelled';
      // One that is cancelled before it was ever run needs none to wind it up.
      const runs = !ends || (of.run ?? 0) > 0;
      const begin: TransactWrite = {
        key: keys.campaign(of.tenant_id, of.id),
        change: {
          set: {
            status: to,
            run,
            updated_at: now,
            gsi2pk: keys.ofStatus(of.tenant_id, to),
            replay_scope: scope,
            ...(step === 'replay' && { replay_run: run }),
            ...(step === 'cancel' && { completed_at: now }),
            ...(!ends && { idle_ms: idleMs(of, step, now) }),
          },
          ...(!ends && { setOnce: { started_at: now } }),
          remove: ['status_reason', 'silent', 'refused', ...(ends ? ['replay_scope'] : [])],
        },
        where: {
          exists: true,
          oneOf: { status: from },
          below: { run },
          ...(step === 'fire' && { equals: { scheduled_at: of.scheduled_at } }),
        },
      };
      const isDue = ({ scheduled_at }: Campaign) => step !== 'fire' || scheduled_at === of.scheduled_at;
      for (;;) {
        const done = await table.transact(runs ? [begin, watched(of, now)] : [begin]);
        const found = await get(of.tenant_id, of.id);
        if (!found) throw notFound('campaign');
        if (done) return found;
        // A rival's write was under way when this one came, and left the step to take.
        if (found.run < run && mayTake(step, found.status) && isDue(found)) continue;
        // Two steps may ask for the same run, and a cancelled campaign says which of them it was.
        const isOurs = step !== 'replay' || (found.replay_run === run && found.replay_scope === scope);
        if (found.run !== run || (found.status === 'cancelled') !== ends || !isOurs)
          throw wrongStatus(step, found.status);
        return found;
      }
    },

    /** Takes a step that begins no run. @param reason what a person should know about why */
    async take(step: Step, of: Moved, now: string, reason?: string): Promise<Campaign> {
      return taken(step, await move(step, of, now, reason));
    },

    /** Takes the step if the campaign is still in a status for it. @returns whether it did */
    async tryTake(step: Step, of: Moved, now: string, reason?: string): Promise<boolean> {
      return (await move(step, of, now, reason)).done;
    },

    /** Every campaign of every tenant that is scheduled, sending or being wound up, and some that no longer are. */
    async *active(): AsyncGenerator<Active> {
      for await (const item of table.all({ pk: keys.allActive, consistent: true })) yield active.parse(item);
    },

    /** Forgets a campaign that is no longer to be watched, unless it has become so again. */
    async unwatch({ tenant_id, campaign_id, since }: Active): Promise<void> {
      await table.remove(keys.active(tenant_id, campaign_id), { equals: { since } });
    },

    /**
     * Counts outcomes in a row, of a campaign that is still in its run.
     * @returns the counts as they stand then, or undefined when it is not
     */
    async tally(
      of: Pick<Campaign, 'tenant_id' | 'id' | 'run'>,
      { add, set }: { readonly add: Readonly<Partial<Tally>>; readonly set: Readonly<Partial<Tally>> },
    ): Promise<Partial<Tally> | undefined> {
      const written = await table.update(
        keys.campaign(of.tenant_id, of.id),
        { add, set },
        { equals: { status: 'sending', run: of.run } },
      );
      return written.done ? campaign.parse(written.item) : undefined;
    },

    /** The write that counts chunks that were given up, for one transaction with the chunk's own row. */
    deadLetters({ tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>, by: 1 | -1): TransactWrite {
      return { key: keys.campaign(tenant_id, id), change: { add: { dead_letters: by } }, where: { exists: true } };
    },

    /** Says why a sending campaign does not move, to whoever reads it; null: it moves. */
    async explain(of: Pick<Campaign, 'tenant_id' | 'id'>, status_reason: string | null): Promise<void> {
      await table.update(keys.campaign(of.tenant_id, of.id), setOrRemove({ status_reason }), {
        equals: { status: 'sending' },
      });
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
