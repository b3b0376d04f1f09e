import { describe, expect, test } from 'vitest';

import { fireSchedule } from '../../../shared/run/fire-schedule.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Actor } from '../../../shared/tenancy/actor.ts';
import { DEFAULT_QUOTAS } from '../../../shared/tenancy/quota.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { campaignOf, fakeClock, keptLog, START } from '../fixtures.ts';

const HOUR = 3_600_000;

const NOTHING_RECURS = {
  addOccurrence: async () => undefined,
  countActive: async () => 0,
  recur: async () => false,
};

/** What a start for this time does to a campaign. */
async function fire(campaign: Campaign | undefined, scheduled_at: string, actor?: Actor) {
  const { log, lines } = keptLog();
  const taken: unknown[] = [];
  await fireSchedule(
    { tenant_id: campaign?.tenant_id ?? '', campaign_id: campaign?.id ?? '', scheduled_at },
    {
      campaigns: {
        ...NOTHING_RECURS,
        get: async () => campaign,
        begin: async (step, _, run, { by }) => {
          taken.push([step, run, by]);
          return campaign!;
        },
        tryTransition: async (step, of, { by }, reason) => taken.push([step, of.scheduled_at, reason, by]) > 0,
      },
      clock: fakeClock(),
      log,
      quotas: { get: async () => DEFAULT_QUOTAS },
      runs: {
        start: async ({ step, run, scheduled_at }) => (taken.push(['start', step, scheduled_at, run]), 'running'),
      },
    },
    actor,
  );
  return { taken, lines: lines.map(([event, { code }]) => (code ? [event, code] : [event])) };
}

const due = (ago: number) => timestamp(START - ago);
const scheduled = (ago: number) => campaignOf({ status: 'scheduled', scheduled_at: due(ago) });

test.each([-500, 0, HOUR])('a schedule that fires %i ms late begins the campaign', async (late) => {
  expect(await fire(scheduled(late), due(late))).toEqual({
    taken: [
      ['start', 'fire', due(late), 1],
      ['fire', 1, 'schedule'],
    ],
    lines: [['schedule.fired']],
  });
});

test('a schedule that fires more than an hour late pauses the campaign with a reason', async () => {
  const { taken, lines } = await fire(scheduled(HOUR + 1), due(HOUR + 1));
  expect(taken).toEqual([['miss', due(HOUR + 1), expect.stringMatching(/missed by more than an hour/), 'schedule']]);
  expect(lines).toEqual([['campaign.paused', 'missed_schedule']]);
});

test('the campaign says on whose behalf it began: that of the sweeper when it found the schedule overdue', async () => {
  const { taken } = await fire(scheduled(0), due(0), { kind: 'system', id: 'sweeper' });
  expect(taken.at(-1)).toEqual(['fire', 1, 'system:sweeper']);
});

describe('nothing happens to a campaign that', () => {
  test.each([
    ['is gone', undefined],
    ['was scheduled for another time', scheduled(-HOUR)],
    ['is a draft again', campaignOf()],
    ['was begun by hand', campaignOf({ status: 'sending', run: 1, scheduled_at: due(0) })],
    ['was cancelled', campaignOf({ status: 'cancelled', scheduled_at: due(0) })],
  ])('%s', async (_, campaign) => {
    expect(await fire(campaign, due(0))).toEqual({ taken: [], lines: [['schedule.stale']] });
  });
});
