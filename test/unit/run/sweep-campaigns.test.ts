import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { campaignStore, type Campaigns } from '../../../shared/campaign/campaign.store.ts';
import { callbackWatchStore, type CallbackWatches } from '../../../shared/run/callback-watch.store.ts';
import { closeCampaign } from '../../../shared/run/close-campaign.ts';
import type { Run } from '../../../shared/run/run.ts';
import { sweepCampaigns } from '../../../shared/run/sweep-campaigns.ts';
import { DEFAULT_QUOTAS } from '../../../shared/tenancy/quota.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, keptLog, START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let campaigns: Campaigns;
let callbackWatches: CallbackWatches;
beforeAll(async () => {
  opened = await testTable();
  campaigns = campaignStore(opened.table);
  callbackWatches = callbackWatchStore(opened.table);
});
afterAll(() => opened.close());

const STALE_AFTER = 120_000;
const ago = (milliseconds: number) => timestamp(START - milliseconds);
const changeAgo = (milliseconds: number) => ({ now: ago(milliseconds), by: 'api_key:key_01J00000000000000000000000' });

async function scheduled(late: number): Promise<Campaign> {
  const one = campaignOf({ status: 'scheduled', scheduled_at: ago(late) });
  await campaigns.add(one);
  return one;
}

/** A campaign that began to send so long ago. */
async function begun(milliseconds: number): Promise<Campaign> {
  const one = campaignOf();
  await campaigns.add(one);
  return campaigns.begin('execute', one, 1, changeAgo(milliseconds));
}

/** Sweeps while the executions of some campaigns have ended, each at a time. @returns the runs that it started */
async function sweep(dead: Readonly<Record<string, number>> = {}, broken = ''): Promise<Run[]> {
  const started: Run[] = [];
  const runs = {
    async start(run: Run) {
      if (run.campaign_id === broken) throw new Error('no');
      started.push(run);
      return 'running' as const;
    },
    inactiveSince: async ({ campaign_id }: Pick<Run, 'campaign_id'>) => dead[campaign_id],
  };
  const ports = {
    ...{ callbackWatches, campaigns, runs, recoverAfter: [900_000] },
    ...{ clock: fakeClock(), log: keptLog().log, staleAfter: STALE_AFTER },
    quotas: { get: async () => DEFAULT_QUOTAS },
    schedules: { set: async () => undefined },
    lookAtExperiment: async () => false,
  };
  if (broken) expect(await thrown(() => sweepCampaigns({}, ports))).toMatchObject({ message: 'no' });
  else await sweepCampaigns({}, ports);
  return started;
}

const current = (one: Campaign) => campaigns.get(one.tenant_id, one.id);
const isMarkedActive = async (one: Campaign) =>
  (await Array.fromAsync(campaigns.active())).some(({ campaign_id }) => campaign_id === one.id);
const of = (one: Campaign, started: readonly Run[]) => started.filter(({ campaign_id }) => campaign_id === one.id);

test('a run whose execution is under way is left alone', async () => {
  const one = await begun(600_000);
  expect(of(one, await sweep())).toEqual([]);
  expect(await current(one)).toEqual(one);
});

test.each([
  ['whose execution ended too long ago', 600_000, START - STALE_AFTER - 1, true],
  ['whose execution ended a moment ago', 600_000, START - STALE_AFTER, false],
  ['that never had an execution', STALE_AFTER + 1, 0, true],
  ['whose execution may be about to start', STALE_AFTER, 0, false],
])('a run %s', async (_, age, since, revived) => {
  const one = await begun(age);
  const started = of(one, await sweep({ [one.id]: since }));
  expect(started).toMatchObject(revived ? [{ tenant_id: one.tenant_id, run: 2, step: 'revive' }] : []);
  expect(await current(one)).toMatchObject({ status: 'sending', run: revived ? 2 : 1 });
  if (revived) expect(await current(one)).toMatchObject({ updated_by: 'system:sweeper' });
  expect(await isMarkedActive(one)).toBe(true);
});

test('a cancelled campaign whose execution ended too soon is wound up by another run, and marked active until then', async () => {
  const { tenant_id, id, ...one } = await begun(900_000);
  const cancelled = await campaigns.begin('cancel', { tenant_id, id, ...one }, 2, changeAgo(600_000));
  expect(of(cancelled, await sweep())).toEqual([]);
  expect(of(cancelled, await sweep({ [id]: START - STALE_AFTER - 1 }))).toMatchObject([{ run: 3, step: 'wind_up' }]);
  const again = await current(cancelled);
  expect(again).toMatchObject({ status: 'cancelled', run: 3, completed_at: cancelled.completed_at });
  expect(await isMarkedActive(cancelled)).toBe(true);
  const close = (run: number) =>
    closeCampaign(
      { tenant_id, campaign_id: id, run, step: 'wind_up' },
      { campaigns, clock: fakeClock(), lanes: { isAnyParked: async () => false }, log: keptLog().log },
    );
  await close(2);
  expect(await isMarkedActive(cancelled)).toBe(true);
  await close(3);
  expect(await isMarkedActive(cancelled)).toBe(false);
});

test('a campaign that was cancelled before it began has nothing to wind up', async () => {
  const one = await scheduled(-60_000);
  const cancelled = await campaigns.begin('cancel', one, 1, changeAgo(600_000));
  expect(of(cancelled, await sweep({ [one.id]: 0 }))).toEqual([]);
  expect(await isMarkedActive(cancelled)).toBe(false);
});

test.each([
  [STALE_AFTER + 1, 'sending'],
  [STALE_AFTER, 'scheduled'],
  [-60_000, 'scheduled'],
  [7_200_000, 'paused'],
])('a scheduled campaign that is %i ms late becomes or stays %s', async (late, status) => {
  const one = await scheduled(late);
  expect(of(one, await sweep())).toHaveLength(status === 'sending' ? 1 : 0);
  expect(await current(one)).toMatchObject({ status });
});

test('the marker of a campaign that is neither scheduled nor sending is removed', async () => {
  const [paused, kept] = [await begun(0), await begun(0)];
  await campaigns.transition('pause', paused, changeAgo(0), 'Because.');
  const gone = await scheduled(-60_000);
  await campaigns.replace(gone, { ...gone, status: 'draft', updated_at: ago(0) });
  await campaigns.remove(gone);
  await sweep();
  expect(await Promise.all([paused, gone, kept].map(isMarkedActive))).toEqual([false, false, true]);
});

test('two sweeps at once revive a run once', async () => {
  const one = await begun(600_000);
  const dead = { [one.id]: 0 };
  const started = (await Promise.all([sweep(dead), sweep(dead)])).flat();
  expect(new Set(of(one, started).map(({ run }) => run))).toEqual(new Set([2]));
  expect(await current(one)).toMatchObject({ run: 2 });
});

test('a campaign that cannot be revived holds up no other', async () => {
  const both = [await begun(600_000), await begun(600_000)];
  const dead = Object.fromEntries(both.map(({ id }) => [id, 0]));
  const [broken, other] = both as [Campaign, Campaign];
  expect(of(other, await sweep(dead, broken.id))).toHaveLength(1);
  expect(await current(broken)).toMatchObject({ run: 1 });
});
