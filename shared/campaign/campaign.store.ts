import * as z from 'zod';

import { LOST } from '../platform/backoff.ts';
import { isPast, isWithin, type CreatedRange } from '../platform/created-range.ts';
import { notFound } from '../platform/errors.ts';
import { setOrRemove, type Condition } from '../platform/expression.ts';
import { idOf, idsWithin } from '../platform/ids.ts';
import { isNamed } from '../platform/folded.ts';
import { positionBehind, searchPage, type Range, type StorePage } from '../platform/page.ts';
import type { Item, Table, TransactWrite, WriteResult } from '../platform/table-client.ts';
import {
  ACTIVE_STATUSES,
  DECIDABLE,
  canTransition,
  changedSince,
  READ_BEFORE_DELETION,
  TRANSITIONS,
  wrongStatus,
  type CampaignStatus,
  type RunStep,
  type Transition,
} from './campaign-status.ts';
import { campaign, sendAsOf, type Campaign, type Change, type ContentTemplate, type ReplayScope } from './campaign.ts';
import { decideAfterHours } from './cohort.ts';
import { OWN_CONTENT } from './contents.ts';
import type { Decision, WorseArm } from './decision.ts';

const keys = {
  campaign: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}#CAMPAIGN#${id}`, sk: 'CAMPAIGN' }),
  byTenant: (tenant: string) => `TENANT#${tenant}#CAMPAIGNS`,
  byStatus: (tenant: string, status: CampaignStatus) => `TENANT#${tenant}#CAMPAIGNS#${status}`,
  /** Campaigns that had begun when they were removed: their messages stay, and an erasure must find them. */
  removed: (tenant: string) => `TENANT#${tenant}#REMOVED_CAMPAIGNS`,
  /** The active campaigns of all tenants, for the sweeper only. */
  allActive: 'ACTIVE',
  /** The tenant's campaigns that count conversions of whoever is part of them. */
  counting: (tenant: string) => `TENANT#${tenant}#COUNTING`,
  /** Campaigns of all tenants that have ended, by when, until somebody has learnt from them. */
  allEnded: 'ENDED',
  active: (tenant: string, id: string) => ({ pk: keys.allActive, sk: `TENANT#${tenant}#CAMPAIGN#${id}` }),
};

/** Earlier versions knew one content, and kept the id of its template so. */
const FORMER_TEMPLATE = 'content_sid';
const TEMPLATES = ['content_templates', FORMER_TEMPLATE];

function parse({ [FORMER_TEMPLATE]: content_sid, ...item }: Item): Campaign {
  const former = content_sid ? { [OWN_CONTENT]: { template_id: content_sid, state: 'approved' } } : undefined;
  return campaign.parse({ ...item, content_templates: item['content_templates'] ?? former });
}

/** A campaign as a row, with the keys of its indexes. */
function withIndexKeys(fields: Campaign): Item {
  const { tenant_id, id, status } = fields;
  return {
    ...keys.campaign(tenant_id, id),
    gsi1pk: keys.byTenant(tenant_id),
    gsi1sk: id,
    gsi2pk: keys.byStatus(tenant_id, status),
    gsi2sk: id,
    ...fields,
  };
}

type Target = Pick<Campaign, 'tenant_id' | 'id'> & Partial<Pick<Campaign, 'run' | 'scheduled_at'>>;

/** A step that begins no run. */
type Step = 'pause' | 'miss' | 'complete' | 'reopen' | 'carry_on' | 'finish' | 'hold';

/** Marks a campaign that was scheduled, sending or being wound up at `since`. */
const active = z.object({ tenant_id: idOf('ten'), campaign_id: idOf('cmp'), since: z.string() });
export type Active = z.infer<typeof active>;

/** The row by which the sweeper finds a campaign. It is written in one transaction with the step that makes it active. */
function activeMarker({ tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>, since: string) {
  return { put: { ...keys.active(tenant_id, id), tenant_id, campaign_id: id, since } } satisfies TransactWrite;
}

/** The mark of a campaign that has ended. */
const ended = z.object({ tenant_id: idOf('ten'), campaign_id: idOf('cmp'), ended_at: z.string() });
export type Ended = z.infer<typeof ended>;
/** How long (seconds) it is kept where nobody takes it. */
const ENDED_FOR = 30 * 86_400;

/** Before the step, as the mark of an active one: a mark too many costs one look, and one too few is never made good. */
function endedMarker({ tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>, ended_at: string): Item {
  const sk = `${ended_at}#TENANT#${tenant_id}#CAMPAIGN#${id}`;
  const expires_at = Math.ceil(Date.parse(ended_at) / 1_000) + ENDED_FOR;
  return { pk: keys.allEnded, sk, tenant_id, campaign_id: id, ended_at, expires_at };
}

/** How long (seconds) after it began a campaign counts conversions beyond its windows: sending may take weeks, and reports days. */
const COUNTS_FOR = 30 * 86_400;
/** How many campaigns a conversion counts in at most, the newest. */
const MAX_COUNTING = 50;

/** The row by which a conversion finds the campaigns that count it; none for one that does not. */
function countingMarker(target: Pick<Campaign, 'tenant_id' | 'id'> & Partial<Campaign>, now: string): TransactWrite[] {
  const { tenant_id, id, experiment, holdout = 0, attribution_window_hours = 0 } = target;
  if (holdout === 0 && experiment?.metric !== 'converted') return [];
  const hours = experiment ? decideAfterHours(experiment) + 2 * experiment.window_hours : attribution_window_hours;
  const expires_at = Math.ceil(Date.parse(now) / 1_000) + hours * 3_600 + COUNTS_FOR;
  return [{ put: { pk: keys.counting(tenant_id), sk: id, campaign_id: id, expires_at } }];
}

/** How long (milliseconds) a campaign has not been sending since its start; undefined where that is not known. */
function idleMs(campaign: Partial<Campaign>, step: RunStep, now: string): number | undefined {
  if (step === 'revive' || !campaign.started_at || !campaign.updated_at) return undefined;
  return (campaign.idle_ms ?? 0) + Math.max(0, Date.parse(now) - Date.parse(campaign.updated_at));
}

type Streaks = Required<Pick<Campaign, 'unknown_streak' | 'refusal_streak' | 'refusal_code'>>;

/** Outcomes in a row: what is added to the counts, and what replaces them. */
export interface StreakChange {
  readonly add: Readonly<Partial<Omit<Streaks, 'refusal_code'>>>;
  readonly set: Readonly<Partial<Streaks>>;
}

/** What is known of a campaign while it is in one run. */
const OF_ONE_RUN = ['status_reason', 'waiting_lane', 'unknown_streak', 'refusal_streak', 'refusal_code', 'paused_code'];

/** Which campaigns a list has. */
interface Filter extends CreatedRange {
  readonly status?: CampaignStatus | undefined;
  /** Part of the name, in upper or lower case. */
  readonly name?: string | undefined;
}

/** How many rows a page reads in search of a name or a time, which have no index. */
const MAX_SCANNED = 1_000;

export type Campaigns = ReturnType<typeof campaignStore>;

export function campaignStore(table: Table) {
  /** The campaign after a step. @throws HeraldError 404 or 409 when the step's condition did not hold */
  function requireDone(step: Transition, written: WriteResult<Item>): Campaign {
    if (written.done) return parse(written.item);
    if (!written.found) throw notFound('campaign');
    throw wrongStatus(step, parse(written.found).status);
  }

  async function get(tenant: string, id: string): Promise<Campaign | undefined> {
    const item = await table.get(keys.campaign(tenant, id));
    return item && parse(item);
  }

  /** @returns whether the condition held */
  async function put(campaign: Campaign, where: Condition): Promise<boolean> {
    if (campaign.status !== 'scheduled') return (await table.put(withIndexKeys(campaign), where)).done;
    return table.transact([{ put: withIndexKeys(campaign), where }, activeMarker(campaign, campaign.updated_at)]);
  }

  /** @param target if it names a run or a scheduled time, the campaign must still have it */
  async function move(step: Step, target: Target, change: Change, reason?: string): Promise<WriteResult<Item>> {
    const { from, to } = TRANSITIONS[step];
    const { now, by, code, forgetsTemplates } = change;
    const set = {
      status: to,
      status_reason: reason,
      updated_at: now,
      updated_by: by,
      paused_code: code,
      gsi2pk: keys.byStatus(target.tenant_id, to),
    };
    // Before the step: a marker too many costs the sweeper one look, and without one nobody carries the campaign on.
    if (step === 'carry_on') await table.put(activeMarker(target, now).put);
    if (step === 'complete') await table.put(endedMarker(target, now));
    return table.updateAndRead(
      keys.campaign(target.tenant_id, target.id),
      {
        set: { ...set, ...((step === 'complete' || step === 'finish') && { completed_at: now }) },
        remove: [
          'waiting_lane',
          ...(step === 'complete' ? ['replay_scope', 'status_reason'] : []),
          ...(forgetsTemplates ? TEMPLATES : []),
        ],
      },
      { exists: true, oneOf: { status: from }, equals: { run: target.run, scheduled_at: target.scheduled_at } },
    );
  }

  /** Of one that was paused for another reason before. */
  async function forgetTemplates({ tenant_id, id, run }: Target): Promise<void> {
    await table.update(keys.campaign(tenant_id, id), { remove: TEMPLATES }, { equals: { status: 'paused', run } });
  }

  return {
    async add(campaign: Campaign): Promise<void> {
      if (!(await put(campaign, { exists: false }))) throw new Error('A new campaign could not be written.');
    },

    get,

    /** Newest first: ULIDs sort by their time of creation. */
    async page(tenant: string, status: CampaignStatus | undefined, range: Range): Promise<StorePage<Campaign>> {
      const list = status
        ? { pk: keys.byStatus(tenant, status), index: 'gsi2' as const }
        : { pk: keys.byTenant(tenant), index: 'gsi1' as const };
      const page = await table.query({ ...list, newestFirst: true, ...range });
      return { items: page.items.map((item) => parse(item)), last: page.last };
    },

    /** The newest of those that were made before a time. @param limit how many at most */
    async newestBefore(tenant: string, time: string, limit: number): Promise<Campaign[]> {
      const between = idsWithin('cmp', undefined, time);
      const list = { pk: keys.byTenant(tenant), index: 'gsi1', between, newestFirst: true, limit } as const;
      return (await table.query(list)).items.map((item) => parse(item));
    },

    /** Those that meet the filter, newest first: a page reads up to 1,000 campaigns in search of them, and may be short. */
    async search(tenant: string, filter: Filter, { limit, after }: Range): Promise<StorePage<Campaign>> {
      const { status, name } = filter;
      const list = status
        ? { pk: keys.byStatus(tenant, status), index: 'gsi2' as const }
        : { pk: keys.byTenant(tenant), index: 'gsi1' as const };
      return searchPage(table.all({ ...list, newestFirst: true, limit: 100, ...(after && { after }) }), {
        limit,
        after,
        maxScanned: MAX_SCANNED,
        isPast: ({ created_at }) => isPast(filter, String(created_at)),
        pick(item) {
          const found = parse(item);
          return isWithin(filter, found.created_at) && isNamed(found.name, name) ? found : undefined;
        },
        positionOf: (item) => positionBehind(item, list.index),
      });
    },

    /**
     * How many of the tenant's campaigns are scheduled, sending or paused, as the index shows them.
     * @param except a campaign that is not counted
     * @returns at most `max`
     */
    async countActive(tenant: string, except: string, max: number): Promise<number> {
      const lists = ACTIVE_STATUSES.map((status) =>
        table.first({ pk: keys.byStatus(tenant, status), index: 'gsi2', fields: ['id'] }, max + 1),
      );
      const found = (await Promise.all(lists)).flat();
      return Math.min(max, found.filter(({ id }) => id !== except).length);
    },

    /** How many drafts the tenant has, as the index shows them. @returns at most `max` */
    async countDrafts(tenant: string, max: number): Promise<number> {
      return table.count({ pk: keys.byStatus(tenant, 'draft'), index: 'gsi2' }, max);
    },

    /** The ids of removed campaigns that had begun. */
    async removedPage(tenant: string, range: Range): Promise<StorePage<string>> {
      const page = await table.query({ pk: keys.removed(tenant), consistent: true, ...range });
      return { items: page.items.map(({ campaign_id }) => String(campaign_id)), last: page.last };
    },

    /** Replaces a campaign by a changed one. @throws HeraldError 404, or 409 when it has changed since `before` was read */
    async replace(before: Campaign, after: Campaign): Promise<void> {
      // Whoever may change a draft may not change what was scheduled meanwhile.
      const { status, updated_at } = before;
      const unchanged = { oneOf: { status: TRANSITIONS.change.from }, equals: { status, updated_at } };
      if (await put(after, unchanged)) return;
      const found = await get(before.tenant_id, before.id);
      throw found ? wrongStatus('change', found.status) : notFound('campaign');
    },

    /**
     * Removes a campaign, as it was read.
     * @param updated_at the version that the campaign must still be of
     * @throws HeraldError 404; 409 when the status does not permit it; 412 when it is of another version
     */
    async remove(
      { tenant_id, id, run }: Pick<Campaign, 'tenant_id' | 'id' | 'run'>,
      updated_at?: string,
    ): Promise<void> {
      // Before the removal: a mark too many costs an erasure one look, and one too few leaves a person's data behind.
      if (run > 0) await table.put({ pk: keys.removed(tenant_id), sk: id, campaign_id: id });
      const written = await table.remove(keys.campaign(tenant_id, id), {
        exists: true,
        oneOf: { status: TRANSITIONS.remove.from },
        equals: { updated_at },
      });
      if (written.done) return;
      if (written.found && canTransition('remove', parse(written.found).status))
        throw changedSince(READ_BEFORE_DELETION);
      requireDone('remove', written);
    },

    /**
     * Begins run number `run`. It is idempotent: for a run that has begun it returns the campaign as it is.
     * @param target the campaign as it was read, which says how long it has not been sending; when a schedule fires,
     *   `scheduled_at` is the time it was set for
     * @param scope what a replay sends again
     * @param updated_at the version that the campaign must still be of
     * @throws HeraldError 404; 409 when the status does not permit the step; 412 when it is of another version
     */
    async begin(
      step: RunStep,
      target: Pick<Campaign, 'tenant_id' | 'id'> & Partial<Campaign>,
      run: number,
      { now, by }: Change,
      {
        scope,
        updated_at,
      }: { readonly scope?: ReplayScope | undefined; readonly updated_at?: string | undefined } = {},
    ): Promise<Campaign> {
      const { from, to } = TRANSITIONS[step];
      const ends = to === 'cancelled';
      // A campaign that never ran needs no run to wind it up.
      const runs = !ends || (target.run ?? 0) > 0;
      const begin: TransactWrite = {
        key: keys.campaign(target.tenant_id, target.id),
        change: {
          set: {
            status: to,
            run,
            updated_at: now,
            updated_by: by,
            gsi2pk: keys.byStatus(target.tenant_id, to),
            replay_scope: scope,
            ...(step === 'replay' && { replay_run: run }),
            ...(step === 'cancel' && { completed_at: now }),
            ...(!ends && { idle_ms: idleMs(target, step, now) }),
            // The drafts of earlier versions do not say how they are sent.
            ...(!ends && !target.started_at && { send_as: sendAsOf(target) }),
          },
          ...(!ends && { setIfAbsent: { started_at: now } }),
          remove: [...OF_ONE_RUN, ...(ends ? ['replay_scope'] : [])],
        },
        where: {
          exists: true,
          oneOf: { status: from },
          lessThan: { run },
          equals: { ...(step === 'fire' && { scheduled_at: target.scheduled_at }), updated_at },
        },
      };
      const isDue = ({ scheduled_at }: Campaign) => step !== 'fire' || scheduled_at === target.scheduled_at;
      return table.untilWon(async () => {
        const markers = ends ? [] : countingMarker(target, now);
        const done = await table.transact([begin, ...(runs ? [activeMarker(target, now)] : []), ...markers]);
        const found = await get(target.tenant_id, target.id);
        if (!found) throw notFound('campaign');
        if (done) return found;
        // Another step came in between, and a second one left this one still to be taken.
        if (found.run < run && canTransition(step, found.status) && isDue(found)) {
          if (updated_at && found.updated_at !== updated_at) throw changedSince();
          return LOST;
        }
        // Two steps may have asked for the same run: the campaign's status and replay fields show which one it was.
        const isOurs = step !== 'replay' || (found.replay_run === run && found.replay_scope === scope);
        if (found.run !== run || (found.status === 'cancelled') !== ends || !isOurs)
          throw wrongStatus(step, found.status);
        return found;
      });
    },

    /** Takes a step that begins no run. @param reason for `status_reason` @throws HeraldError 404 or 409 */
    async transition(step: Step, target: Target, change: Change, reason?: string): Promise<Campaign> {
      return requireDone(step, await move(step, target, change, reason));
    },

    /** Takes the step if the campaign is still in a status for it. @returns whether it did */
    async tryTransition(step: Step, target: Target, change: Change, reason?: string): Promise<boolean> {
      const { done } = await move(step, target, change, reason);
      if (!done && change.forgetsTemplates) await forgetTemplates(target);
      return done;
    },

    /** Adds the campaign of one date of a recurring one, unless it is there. */
    async addOccurrence(campaign: Campaign): Promise<void> {
      await put(campaign, { exists: false });
    },

    /** Moves a campaign that recurs on to its next date; its schedule is still to be set. @returns whether it was at this one */
    async recur({ tenant_id, id, scheduled_at }: Campaign, next: string, { now, by }: Change): Promise<boolean> {
      const set = { scheduled_at: next, schedule_pending: true, updated_at: now, updated_by: by };
      const where = { exists: true, oneOf: { status: TRANSITIONS.recur.from }, equals: { scheduled_at } };
      return (await table.update(keys.campaign(tenant_id, id), { set }, where)).done;
    },

    /** Records that the schedule of a campaign that recurs is set to its date. */
    async scheduleSet({ tenant_id, id, scheduled_at }: Campaign): Promise<void> {
      const where = { exists: true, equals: { scheduled_at, schedule_pending: true } };
      await table.update(keys.campaign(tenant_id, id), { remove: ['schedule_pending'] }, where);
    },

    /** The campaigns of all tenants that ended until a time, those that did so first before the others. @param limit how many at most */
    async endedUntil(time: string, limit: number): Promise<Ended[]> {
      const { items } = await table.query({ pk: keys.allEnded, between: ['0', `${time}~`], consistent: true, limit });
      return items.map((item) => ended.parse(item));
    },

    /** Removes such a mark. */
    async forgetEnded({ tenant_id, campaign_id, ended_at }: Ended): Promise<void> {
      const { pk, sk } = endedMarker({ tenant_id, id: campaign_id }, ended_at);
      await table.remove({ pk: String(pk), sk: String(sk) });
    },

    /** The markers of all tenants' active campaigns, and of some that are no longer active. */
    async *active(): AsyncGenerator<Active> {
      for await (const item of table.all({ pk: keys.allActive, consistent: true })) yield active.parse(item);
    },

    /** Removes the marker of a campaign that is no longer active, unless a newer one has replaced it. */
    async removeActiveMarker({ tenant_id, campaign_id, since }: Active): Promise<void> {
      await table.remove(keys.active(tenant_id, campaign_id), { equals: { since } });
    },

    /**
     * Counts outcomes in a row while the campaign is still in its run.
     * @returns the counts after the write, or undefined when the campaign has left the run
     */
    async countOutcomes(
      target: Pick<Campaign, 'tenant_id' | 'id' | 'run'>,
      { add, set }: StreakChange,
    ): Promise<Partial<Streaks> | undefined> {
      const written = await table.updateAndRead(
        keys.campaign(target.tenant_id, target.id),
        { add, set },
        { equals: { status: 'sending', run: target.run } },
      );
      return written.done ? parse(written.item) : undefined;
    },

    /** The write that counts dead letters, for one transaction with the dead letter's row. */
    countDeadLetters({ tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>, by: 1 | -1): TransactWrite {
      return { key: keys.campaign(tenant_id, id), change: { add: { dead_letters: by } }, where: { exists: true } };
    },

    /**
     * Keeps which job asks the provider about the campaign's unknown messages, in one transaction with that job.
     * @param campaign as it was read @returns false when another job came first, or the campaign is gone
     */
    async beginReconciliation(
      { tenant_id, id, reconcile_job }: Pick<Campaign, 'tenant_id' | 'id' | 'reconcile_job'>,
      job_id: string,
      job: TransactWrite,
    ): Promise<boolean> {
      const known = reconcile_job ? { equals: { reconcile_job } } : { notExists: ['reconcile_job'] };
      const change = { set: { reconcile_job: job_id } };
      return table.transact([{ key: keys.campaign(tenant_id, id), change, where: { exists: true, ...known } }, job]);
    },

    /** Says what a lane of a sending campaign waits for; null when it waits no more, which leaves what another lane has said. */
    async setStatusReason(
      { tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>,
      lane: number,
      status_reason: string | null,
    ): Promise<void> {
      const isSaid = status_reason !== null;
      await table.update(
        keys.campaign(tenant_id, id),
        isSaid ? { set: { status_reason, waiting_lane: lane } } : { remove: ['status_reason', 'waiting_lane'] },
        { equals: { status: 'sending' }, ...(!isSaid && { notExistsOrEqual: { waiting_lane: lane } }) },
      );
    },

    /** Writes the decision on an experiment, once; those who waited for it are still to be released. @returns whether it is this one */
    async decide({ tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>, decision: Decision): Promise<boolean> {
      const where = { exists: true, notExists: ['decision'], oneOf: { status: DECIDABLE } };
      const set = { decision, release_pending: true };
      const written = await table.update(keys.campaign(tenant_id, id), { set }, where);
      return written.done;
    },

    /** Keeps which variants looks have proved worse, once the look before did not see all of them. @returns whether it is this one */
    async keepWorseArms(
      { tenant_id, id, worse_arms }: Pick<Campaign, 'tenant_id' | 'id' | 'worse_arms'>,
      now: readonly WorseArm[],
    ): Promise<boolean> {
      const known = worse_arms ? { equals: { worse_arms } } : { notExists: ['worse_arms'] };
      const where = { exists: true, ...known, oneOf: { status: DECIDABLE } };
      return (await table.update(keys.campaign(tenant_id, id), { set: { worse_arms: now } }, where)).done;
    },

    /** The tenant's newest campaigns that count conversions now. @param now in milliseconds since the epoch */
    async countingConversions(tenant: string, now: number): Promise<string[]> {
      const page = await table.query({ pk: keys.counting(tenant), newestFirst: true, limit: MAX_COUNTING });
      return page.items
        .filter(({ expires_at }) => Number(expires_at) * 1_000 > now)
        .map(({ campaign_id }) => String(campaign_id));
    },

    /** Records that those who waited for a decision are released. */
    async released({ tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>): Promise<void> {
      await table.update(keys.campaign(tenant_id, id), { remove: ['release_pending'] }, { exists: true });
    },

    /** Settles whether its experiment picks; only the first time is kept. */
    async setPicking({ tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>, picking: boolean): Promise<void> {
      await table.update(keys.campaign(tenant_id, id), { setIfAbsent: { picking } }, { exists: true });
    },

    /** Settles by what its people get their hours; only the first time is kept. */
    async setTiming(
      { tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>,
      timing_terms: NonNullable<Campaign['timing_terms']>,
    ): Promise<void> {
      const setIfAbsent = { timing: timing_terms.model !== undefined, timing_terms };
      await table.update(keys.campaign(tenant_id, id), { setIfAbsent }, { exists: true });
    },

    /**
     * Records the templates of the contents, unless the campaign has changed since it was read.
     * @param status_reason what it waits for; null when it is not waiting, undefined to leave what it says
     */
    async setTemplates(
      { tenant_id, id, status, updated_at }: Pick<Campaign, 'tenant_id' | 'id' | 'status' | 'updated_at'>,
      templates: Readonly<Record<string, ContentTemplate>>,
      status_reason?: string | null,
    ): Promise<void> {
      const { set, remove } = setOrRemove({ status_reason });
      await table.update(
        keys.campaign(tenant_id, id),
        { set: { ...set, content_templates: templates }, ...(remove && { remove }) },
        { equals: { status, updated_at } },
      );
    },
  };
}
