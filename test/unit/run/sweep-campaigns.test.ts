import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { campaignStore, type Campaigns } from '../../../shared/campaign/campaign.store.ts';
import { closeCampaign } from '../../../shared/run/close-campaign.ts';
import type { Run } from '../../../shared/run/run.ts';
import { sweepCampaigns } from '../../../shared/run/sweep-campaigns.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, keptLog, START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let campaigns: Campaigns;
beforeAll(async () => {
  opened = await testTable();
  campaigns = campaignStore(opened.table);
}, 30_000);
afterAll(() => opened.close());

const PATIENCE = 120_000;
const ago = (milliseconds: number) => timestamp(START - milliseconds);

async function scheduled(late: number): Promise<Campaign> {
  const one = campaignOf({ status: 'scheduled', scheduled_at: ago(late) });
  await campaigns.add(one);
  return one;
}

/** One that began to send so long ago. */
async function begun(milliseconds: number): Promise<Campaign> {
  const one = campaignOf();
  await campaigns.add(one);
  return campaigns.begin('execute', one, 1, ago(milliseconds));
}

/** Sweeps while some executions are dead, by campaign: since when. @returns the runs that it started */
async function sweep(dead: Readonly<Record<string, number>> = {}, broken = ''): Promise<Run[]> {
  const started: Run[] = [];
  const runs = {
    async start(run: Run) {
      if (run.campaign_id === broken) throw new Error('no');
      started.push(run);
      return 'under_way' as const;
    },
    deadSince: async ({ campaign_id }: Pick<Run, 'campaign_id'>) => dead[campaign_id],
  };
  const ports = { campaigns, clock: fakeClock(), log: keptLog().log, runs, patience: PATIENCE };
  if (broken) expect(await thrown(() => sweepCampaigns({}, ports))).toMatchObject({ message: 'no' });
  else await sweepCampaigns({}, ports);
  return started;
}

const now = (one: Campaign) => campaigns.get(one.tenant_id, one.id);
const watched = async (one: Campaign) =>
  (await Array.fromAsync(campaigns.active())).some(({ campaign_id }) => campaign_id === one.id);
const of = (one: Campaign, started: readonly Run[]) => started.filter(({ campaign_id }) => campaign_id === one.id);

test('a run that lives is left alone', async () => {
  const one = await begun(600_000);
  expect(of(one, await sweep())).toEqual([]);
  expect(await now(one)).toEqual(one);
});

test.each([
  ['died', 600_000, START - PATIENCE - 1, true],
  ['died a moment ago', 600_000, START - PATIENCE, false],
  ['never was', PATIENCE + 1, 0, true],
  ['is about to be', PATIENCE, 0, false],
])('a run that %s', async (_, age, since, revived) => {
  const one = await begun(age);
  const started = of(one, await sweep({ [one.id]: since }));
  expect(started).toMatchObject(revived ? [{ tenant_id: one.tenant_id, run: 2, step: 'revive' }] : []);
  expect(await now(one)).toMatchObject({ status: 'sending', run: revived ? 2 : 1 });
  expect(await watched(one)).toBe(true);
});

test('a cancelled campaign whose run died is wound up by another, and watched until that is done', async () => {
  const { tenant_id, id, ...one } = await begun(900_000);
  const cancelled = await campaigns.begin('cancel', { tenant_id, id, ...one }, 2, ago(600_000));
  expect(of(cancelled, await sweep())).toEqual([]);
  expect(of(cancelled, await sweep({ [id]: START - PATIENCE - 1 }))).toMatchObject([{ run: 3, step: 'wind_up' }]);
  const again = await now(cancelled);
  expect(again).toMatchObject({ status: 'cancelled', run: 3, completed_at: cancelled.completed_at });
  expect(await watched(cancelled)).toBe(true);
  const close = (run: number) =>
    closeCampaign(
      { tenant_id, campaign_id: id, run, step: 'wind_up' },
      { campaigns, clock: fakeClock(), log: keptLog().log },
    );
  await close(2);
  expect(await watched(cancelled)).toBe(true);
  await close(3);
  expect(await watched(cancelled)).toBe(false);
});

test('one that was cancelled before it began has nothing to wind up', async () => {
  const one = await scheduled(-60_000);
  const cancelled = await campaigns.begin('cancel', one, 1, ago(600_000));
  expect(of(cancelled, await sweep({ [one.id]: 0 }))).toEqual([]);
  expect(await watched(cancelled)).toBe(false);
});

test.each([
  [PATIENCE + 1, 'sending'],
  [PATIENCE, 'scheduled'],
  [-60_000, 'scheduled'],
  [7_200_000, 'paused'],
])('a start that is %i ms late: %s', async (late, status) => {
  const one = await scheduled(late);
  expect(of(one, await sweep())).toHaveLength(status === 'sending' ? 1 : 0);
  expect(await now(one)).toMatchObject({ status });
});

test('what is neither scheduled nor sending is watched no longer', async () => {
  const [paused, kept] = [await begun(0), await begun(0)];
  await campaigns.take('pause', paused, ago(0), 'Because.');
  const gone = await scheduled(-60_000);
  await campaigns.replace(gone, { ...gone, status: 'draft', updated_at: ago(0) });
  await campaigns.remove(gone.tenant_id, gone.id);
  await sweep();
  expect(await Promise.all([paused, gone, kept].map(watched))).toEqual([false, false, true]);
});

test('a run that another sweep carried on already is not carried on twice', async () => {
  const one = await begun(600_000);
  const dead = { [one.id]: 0 };
  const started = (await Promise.all([sweep(dead), sweep(dead)])).flat();
  expect(new Set(of(one, started).map(({ run }) => run))).toEqual(new Set([2]));
  expect(await now(one)).toMatchObject({ run: 2 });
});

test('one that fails holds up no other', async () => {
  const both = [await begun(600_000), await begun(600_000)];
  const dead = Object.fromEntries(both.map(({ id }) => [id, 0]));
  const [broken, other] = both as [Campaign, Campaign];
  expect(of(other, await sweep(dead, broken.id))).toHaveLength(1);
  expect(await now(broken)).toMatchObject({ run: 1 });
});
