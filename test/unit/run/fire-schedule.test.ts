import { describe, expect, test } from 'vitest';

import { fireSchedule } from '../../../shared/run/fire-schedule.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { campaignOf, fakeClock, keptLog, START } from '../fixtures.ts';

const HOUR = 3_600_000;

/** What a start for this time does to a campaign. */
async function fired(campaign: Campaign | undefined, scheduled_at: string) {
  const { log, lines } = keptLog();
  const taken: unknown[] = [];
  await fireSchedule(
    { tenant_id: campaign?.tenant_id ?? '', campaign_id: campaign?.id ?? '', scheduled_at },
    {
      campaigns: {
        get: async () => campaign,
        begin: async (step, _, run) => {
          taken.push([step, run]);
          return campaign!;
        },
        tryTake: async (step, of, _, reason) => taken.push([step, of.scheduled_at, reason]) > 0,
      },
      clock: fakeClock(),
      log,
      runs: {
        start: async ({ step, run, scheduled_at }) => (taken.push(['start', step, scheduled_at, run]), 'under_way'),
      },
    },
  );
  return { taken, lines: lines.map(([event, { code }]) => (code ? [event, code] : [event])) };
}

const due = (ago: number) => timestamp(START - ago);
const scheduled = (ago: number) => campaignOf({ status: 'scheduled', scheduled_at: due(ago) });

test.each([-500, 0, HOUR])('%i ms late, it begins', async (late) => {
  expect(await fired(scheduled(late), due(late))).toEqual({
    taken: [
      ['start', 'fire', due(late), 1],
      ['fire', 1],
    ],
    lines: [['schedule.fired']],
  });
});

test('more than an hour late, it asks first', async () => {
  const { taken, lines } = await fired(scheduled(HOUR + 1), due(HOUR + 1));
  expect(taken).toEqual([['miss', due(HOUR + 1), expect.stringMatching(/missed by more than an hour/)]]);
  expect(lines).toEqual([['campaign.paused', 'missed_schedule']]);
});

describe('nothing happens to a campaign', () => {
  test.each([
    ['that is gone', undefined],
    ['that was given another time', scheduled(-HOUR)],
    ['that is a draft again', campaignOf()],
    ['that was begun by hand', campaignOf({ status: 'sending', run: 1, scheduled_at: due(0) })],
    ['that was cancelled', campaignOf({ status: 'cancelled', scheduled_at: due(0) })],
  ])('%s', async (_, campaign) => {
    expect(await fired(campaign, due(0))).toEqual({ taken: [], lines: [['schedule.stale']] });
  });
});
