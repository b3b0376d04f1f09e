import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { halfOf } from '../../../shared/campaign/placement.ts';
import type { TracedMessage } from '../../../shared/message/message.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { pastOf } from '../../../shared/prediction/past.ts';
import { pickTrialOf } from '../../../shared/prediction/pick-cell.ts';
import { countPick, pickTestOf } from '../../../shared/prediction/pick-test.ts';
import type { Tally } from '../../../shared/prediction/tally.ts';
import type { PickTest } from '../../../shared/prediction/training.ts';
import { campaignOf, START } from '../fixtures.ts';

const HOUR = 3_600_000;
const at = (hours: number) => new Date(START + hours * HOUR).toISOString();
const reply = { id: 'order', title: 'Order', type: 'reply' as const };
const link = { id: 'shop', title: 'Shop', type: 'url' as const, url: 'https://shop.example' };
const experiment = { metric: 'converted' as const, window_hours: 24, test_share: 1, no_winner: 'control' as const };
const given: Partial<Campaign> = {
  ...{ weight: 1, buttons: [reply], contents: [{ key: 'web', weight: 3, buttons: [link] }], experiment },
  ...{ status: 'completed', started_at: at(-1), completed_at: at(0) },
};
const campaign = campaignOf(given);
/** A window, the cohort's hour, and a day for shops that report late. */
const CLOSED = START + 49 * HOUR;

test('an experiment tells of picks once everybody had their time, whether or not it asked for any', () => {
  const found = pickTestOf(campaign, CLOSED);
  expect(found).toEqual({
    ...{ campaign_id: campaign.id, metric: 'converted', window_hours: 24 },
    arms: { default: { kind: 'reply', propensity: 0.25 }, web: { kind: 'url', propensity: 0.75 } },
  });
  expect(pickTestOf({ ...campaign, picking: true }, CLOSED)?.arms).toMatchObject({
    default: { propensity: 0.5 },
    web: { propensity: 0.5 },
  });
  expect(pickTestOf(campaign, CLOSED - 1)).toBeUndefined();
});

test.for<[name: string, more: Partial<Campaign>]>([
  ['no experiment', { experiment: undefined, weight: undefined, contents: [] }],
  ['arms that begin alike', { contents: [{ key: 'web', weight: 1, buttons: [{ ...reply, id: 'b' }] }] }],
  ['reads', { experiment: { ...experiment, metric: 'read' } }],
  ['no end', { completed_at: undefined }],
  [
    'people who were not where chance puts them',
    { decision: { at: at(1), by: 'sample_ratio', rest: 'default', counts: [], verdict: '' } },
  ],
])('a campaign with %s tells nothing of picks', ([, more]) => {
  expect(pickTestOf(campaignOf({ ...given, ...more }), CLOSED)).toBeUndefined();
});

test('who counts was given an arm by chance and was tried, and did it in their time, as the experiment counts', () => {
  const customer_id = ids.next('cus');
  const message = (more: Partial<TracedMessage>): TracedMessage => ({
    ...{ customer_id, status: 'delivered', phase: 'test', arm: 'web', tried_at: at(0) },
    ...more,
  });
  const converted = pickTestOf(campaign, CLOSED)!;
  const counted = (more: Partial<TracedMessage>, test: PickTest = converted) => {
    const tally: Tally = new Map();
    countPick(tally, test, message(more), { past: pastOf([], START), slot: 3 });
    return [...tally].map(([cell, { trials, successes }]) => ({ ...pickTrialOf(cell), trials, successes }));
  };
  const [one] = counted({ did_at: at(24) });
  expect(one).toMatchObject({ kind: 'url', half: halfOf(campaign.id, customer_id), trials: 1, successes: 1 });
  expect(counted({ did_at: at(24.1) })).toMatchObject([{ trials: 1, successes: 0 }]);
  expect(counted({ did_at: at(-0.1) })).toMatchObject([{ successes: 0 }]);
  expect(counted({ status: 'failed' })).toMatchObject([{ trials: 1, successes: 0 }]);
  for (const nobody of [{ phase: 'rest' as const }, { phase: undefined }, { tried_at: undefined }, { arm: 'other' }])
    expect(counted(nobody)).toEqual([]);
  const replied = { ...converted, metric: 'replied' as const };
  expect(counted({ replied_at: at(1) }, replied)).toMatchObject([{ successes: 1 }]);
  expect(counted({ did_at: at(1) }, replied)).toMatchObject([{ successes: 0 }]);
});
