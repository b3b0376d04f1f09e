import { expect, test } from 'vitest';

import { replayCampaign } from '../../../shared/run/replay-campaign.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { campaignOf, fakeClock, START, thrown } from '../fixtures.ts';

const started_at = timestamp(START - 60_000);

/** Replays a campaign of which so many are planned and have an outcome. */
function replay(campaign: Campaign | undefined, planned: number, settled: number) {
  const begun: unknown[] = [];
  const ports = {
    campaigns: {
      get: async () => campaign,
      begin: async (step: string, _: unknown, run: number, __: string, scope?: string) => {
        begun.push([step, run, scope]);
        return campaign!;
      },
    },
    clock: fakeClock(),
    lanes: { planned: async () => ({ planned, planned_us: 0 }) },
    rollups: { settledInAll: async () => settled },
    runs: { start: async () => 'under_way' as const },
  };
  return { begun, done: replayCampaign({ tenant_id: '', id: '' }, 'failed', ports) };
}

test.each([
  ['completed', 10, 10],
  ['paused', 10, 4],
  ['cancelled', 10, 10],
] as const)('a campaign that is %s is replayed with %i planned and %i settled', async (status, planned, settled) => {
  const { begun, done } = replay(campaignOf({ status, run: 2, started_at }), planned, settled);
  await done;
  expect(begun).toEqual([['replay', 3, 'failed']]);
});

test('a cancelled one not before everyone whom it skips is skipped: they would be sent to', async () => {
  const { begun, done } = replay(campaignOf({ status: 'cancelled', run: 2, started_at }), 10, 7);
  const error = await thrown(() => done);
  expect(error).toMatchObject({ kind: 'conflict', code: 'campaign.unsettled' });
  expect(error.message).toContain('3 have no outcome');
  expect(begun).toEqual([]);
});

test.each([
  ['absent', undefined, 'campaign.not_found'],
  ['sending', campaignOf({ status: 'sending', run: 1, started_at }), 'campaign.status'],
  ['a draft', campaignOf(), 'campaign.status'],
  ['cancelled before it began', campaignOf({ status: 'cancelled', run: 1 }), 'campaign.status'],
])('none that is %s', async (_, campaign, code) => {
  const { begun, done } = replay(campaign, 0, 0);
  expect(await thrown(() => done)).toMatchObject({ code });
  expect(begun).toEqual([]);
});
