import { expect, test } from 'vitest';

import { beginReplay } from '../../../shared/run/begin-replay.ts';
import type { Campaign, Change } from '../../../shared/campaign/campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { campaignOf, fakeClock, START, thrown } from '../fixtures.ts';

const started_at = timestamp(START - 60_000);

/** Replays a campaign with so many recipients planned, of whom so many have an outcome. */
function replay(campaign: Campaign | undefined, planned: number, settled: number) {
  const begun: unknown[] = [];
  const ports = {
    campaigns: {
      get: async () => campaign,
      begin: async (step: string, _: unknown, run: number, { by }: Change, { scope }: { scope?: string } = {}) => {
        begun.push([step, run, scope, by]);
        return campaign!;
      },
    },
    clock: fakeClock(),
    lanes: { plannedTotals: async () => ({ planned, planned_us: 0 }) },
    rollups: { settledInAll: async () => settled },
    runs: { start: async () => 'running' as const },
  };
  return { begun, done: beginReplay({ tenant_id: '', id: '' }, 'failed', { kind: 'token', id: 'ana' }, ports) };
}

test.each([
  ['completed', 10, 10],
  ['paused', 10, 4],
  ['cancelled', 10, 10],
] as const)('a campaign that is %s is replayed with %i planned and %i settled', async (status, planned, settled) => {
  const { begun, done } = replay(campaignOf({ status, run: 2, started_at }), planned, settled);
  await done;
  expect(begun).toEqual([['replay', 3, 'failed', 'token:ana']]);
});

test('a cancelled campaign cannot be replayed before everyone planned is skipped: they would be sent to', async () => {
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
])('a campaign that is %s cannot be replayed', async (_, campaign, code) => {
  const { begun, done } = replay(campaign, 0, 0);
  expect(await thrown(() => done)).toMatchObject({ code });
  expect(begun).toEqual([]);
});
