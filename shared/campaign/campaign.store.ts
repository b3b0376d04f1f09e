import * as z from 'zod';

import { notFound } from '../platform/errors.ts';
import { setOrRemove, type Condition } from '../platform/expression.ts';
import { idOf } from '../platform/ids.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Item, Table, TransactWrite, WriteResult } from '../platform/table-client.ts';
import {
  canTransition,
  TRANSITIONS,
  wrongStatus,
  type CampaignStatus,
  type RunStep,
  type Transition,
} from './campaign-status.ts';
import { campaign, type Campaign, type Change, type ReplayScope } from './campaign.ts';

const keys = {
  campaign: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}#CAMPAIGN#${id}`, sk: 'CAMPAIGN' }),
  ofTenant: (tenant: string) => `TENANT#${tenant}#CAMPAIGNS`,
  ofStatus: (tenant: string, status: CampaignStatus) => `TENANT#${tenant}#CAMPAIGNS#${status}`,
  /** Of all tenants, for the sweeper alone. */
  allActive: 'ACTIVE',
  active: (tenant: string, id: string) => ({ pk: keys.allActive, sk: `TENANT#${tenant}#CAMPAIGN#${id}` }),
};

/** What rows have called the template's id since the first version. */
const TEMPLATE_ID = 'content_sid';

function parse(item: Item): Campaign {
  return campaign.parse({ ...item, provider_template_id: item[TEMPLATE_ID] });
}

/** A campaign as a row, with its places in the lists. */
function withIndexKeys({ provider_template_id, ...fields }: Campaign): Item {
  const { tenant_id, id, status } = fields;
  return {
    ...keys.campaign(tenant_id, id),
    gsi1pk: keys.ofTenant(tenant_id),
    gsi1sk: id,
    gsi2pk: keys.ofStatus(tenant_id, status),
    gsi2sk: id,
    ...fields,
    [TEMPLATE_ID]: provider_template_id,
  };
}

type Target = Pick<Campaign, 'tenant_id' | 'id'> & Partial<Pick<Campaign, 'run' | 'scheduled_at'>>;

/** A step that begins no run. */
type Step = 'pause' | 'miss' | 'complete';

/** That a campaign is scheduled, sending or being wound up, or was when this was written. */
const active = z.object({ tenant_id: idOf('ten'), campaign_id: idOf('cmp'), since: z.string() });
export type Active = z.infer<typeof active>;

/** The row by which the sweeper finds a campaign, written with the step that makes it one to watch: both or neither. */
function activeMarker({ tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>, since: string): TransactWrite {
  return { put: { ...keys.active(tenant_id, id), tenant_id, campaign_id: id, since } };
}

/** For how long a campaign that goes on sending had not been, where that is known. */
function idleMs(of: Partial<Campaign>, step: RunStep, now: string): number | undefined {
  if (step === 'revive' || !of.started_at || !of.updated_at) return undefined;
  return (of.idle_ms ?? 0) + Math.max(0, Date.parse(now) - Date.parse(of.updated_at));
}

type Streaks = Required<Pick<Campaign, 'unknown_streak' | 'refusal_streak'>>;

export type Campaigns = ReturnType<typeof campaignStore>;

export function campaignStore(table: Table) {
  /** @throws HeraldError 404 or 409 when the write's condition did not hold */
  function moved(step: Transition, written: WriteResult): Campaign {
    if (written.done) return parse(written.item);
    if (!written.found) throw notFound('campaign');
    throw wrongStatus(step, parse(written.found).status);
  }

  async function get(tenant: string, id: string): Promise<Campaign | undefined> {
    const item = await table.get(keys.campaign(tenant, id));
    return item && parse(item);
  }

  /** @returns whether the condition held */
  async function put(one: Campaign, where: Condition): Promise<boolean> {
    if (one.status !== 'scheduled') return (await table.put(withIndexKeys(one), where)).done;
    return table.transact([{ put: withIndexKeys(one), where }, activeMarker(one, one.updated_at)]);
  }

  /** @param of where it names a run or a schedule, the campaign must be in that one */
  async function move(step: Step, of: Target, { now, by }: Change, reason?: string): Promise<WriteResult> {
    const { from, to } = TRANSITIONS[step];
    const set = {
      status: to,
      status_reason: reason,
      updated_at: now,
      updated_by: by,
      gsi2pk: keys.ofStatus(of.tenant_id, to),
    };
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
      return { items: page.items.map((item) => parse(item)), last: page.last };
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
      if (!written.done) moved('remove', written);
    },

    /**
     * Begins run number `run`, once: asked again for the same run, it answers the campaign as it is.
     * @param of the campaign as it was read, from which the time follows in which it was not sending; of a schedule that
     *   fires, the time it was set for
     * @param scope of a replay
     */
    async begin(
      step: RunStep,
      of: Pick<Campaign, 'tenant_id' | 'id'> & Partial<Campaign>,
      run: number,
      { now, by }: Change,
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
            updated_by: by,
            gsi2pk: keys.ofStatus(of.tenant_id, to),
            replay_scope: scope,
            ...(step === 'replay' && { replay_run: run }),
            ...(step === 'cancel' && { completed_at: now }),
            ...(!ends && { idle_ms: idleMs(of, step, now) }),
          },
          ...(!ends && { setIfAbsent: { started_at: now } }),
          remove: ['status_reason', 'unknown_streak', 'refusal_streak', ...(ends ? ['replay_scope'] : [])],
        },
        where: {
          exists: true,
          oneOf: { status: from },
          lessThan: { run },
          ...(step === 'fire' && { equals: { scheduled_at: of.scheduled_at } }),
        },
      };
      const isDue = ({ scheduled_at }: Campaign) => step !== 'fire' || scheduled_at === of.scheduled_at;
      for (;;) {
        const done = await table.transact(runs ? [begin, activeMarker(of, now)] : [begin]);
        const found = await get(of.tenant_id, of.id);
        if (!found) throw notFound('campaign');
        if (done) return found;
        // A rival's write was under way when this one came, and left the step to take.
        if (found.run < run && canTransition(step, found.status) && isDue(found)) continue;
        // Two steps may ask for the same run, and a cancelled campaign says which of them it was.
        const isOurs = step !== 'replay' || (found.replay_run === run && found.replay_scope === scope);
        if (found.run !== run || (found.status === 'cancelled') !== ends || !isOurs)
          throw wrongStatus(step, found.status);
        return found;
      }
    },

    /** Takes a step that begins no run. @param reason what a person should know about why */
    async transition(step: Step, of: Target, change: Change, reason?: string): Promise<Campaign> {
      return moved(step, await move(step, of, change, reason));
    },

    /** Takes the step if the campaign is still in a status for it. @returns whether it did */
    async tryTransition(step: Step, of: Target, change: Change, reason?: string): Promise<boolean> {
      return (await move(step, of, change, reason)).done;
    },

    /** Every campaign of every tenant that is scheduled, sending or being wound up, and some that no longer are. */
    async *active(): AsyncGenerator<Active> {
      for await (const item of table.all({ pk: keys.allActive, consistent: true })) yield active.parse(item);
    },

    /** Forgets a campaign that is no longer to be watched, unless it has become so again. */
    async removeActiveMarker({ tenant_id, campaign_id, since }: Active): Promise<void> {
      await table.remove(keys.active(tenant_id, campaign_id), { equals: { since } });
    },

    /**
     * Counts outcomes in a row, of a campaign that is still in its run.
     * @returns the counts as they stand then, or undefined when it is not
     */
    async countOutcomes(
      of: Pick<Campaign, 'tenant_id' | 'id' | 'run'>,
      { add, set }: { readonly add: Readonly<Partial<Streaks>>; readonly set: Readonly<Partial<Streaks>> },
    ): Promise<Partial<Streaks> | undefined> {
      const written = await table.update(
        keys.campaign(of.tenant_id, of.id),
        { add, set },
        { equals: { status: 'sending', run: of.run } },
      );
      return written.done ? parse(written.item) : undefined;
    },

    /** The write that counts chunks that were given up, for one transaction with the chunk's own row. */
    countDeadLetters({ tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>, by: 1 | -1): TransactWrite {
      return { key: keys.campaign(tenant_id, id), change: { add: { dead_letters: by } }, where: { exists: true } };
    },

    /** Says why a sending campaign does not move, to whoever reads it; null: it moves. */
    async setStatusReason(of: Pick<Campaign, 'tenant_id' | 'id'>, status_reason: string | null): Promise<void> {
      await table.update(keys.campaign(of.tenant_id, of.id), setOrRemove({ status_reason }), {
        equals: { status: 'sending' },
      });
    },

    /** Notes which template the content became, while the campaign is sending; the first note stays. */
    async setTemplate(of: Pick<Campaign, 'tenant_id' | 'id'>, provider_template_id: string): Promise<void> {
      await table.update(
        keys.campaign(of.tenant_id, of.id),
        { setIfAbsent: { [TEMPLATE_ID]: provider_template_id }, remove: ['status_reason'] },
        { equals: { status: 'sending' } },
      );
    },
  };
}
