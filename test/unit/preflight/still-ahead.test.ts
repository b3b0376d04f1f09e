import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { aheadInLane, stillToPlan } from '../../../shared/preflight/still-ahead.ts';
import { toldOf, withoutSlot } from '../../../shared/preflight/campaigns-before.ts';
import { campaignOf, customerOf, START } from '../fixtures.ts';

const states = new Map([
  [0, { planned: 6, cursor: 'cus_4' }],
  [1, { planned: 4, exhausted_at: START }],
]);
const people = [
  ...[0, 1, 2, 3, 4, 5, 6].map((n) => ({
    lane: 0,
    customer: customerOf({ id: `cus_${n}`, tags: n > 4 ? ['new'] : [] }),
  })),
  { lane: 0, customer: customerOf({ id: 'cus_7', consent: { ...customerOf().consent, status: 'opted_out' } }) },
  { lane: 1, customer: customerOf({ id: 'cus_8' }) },
  { lane: 2, customer: customerOf({ id: 'cus_9' }) },
];

function remaining(given: Partial<Campaign>, unsettled = 0) {
  const campaign = campaignOf({ status: 'sending', started_at: timestamp(START), ...given });
  const underway = { campaign, states, unsettled };
  const ahead = new Map<string, number>();
  for (const { lane, customer } of people) aheadInLane(ahead, underway, lane)(customer);
  return { underway, ahead, campaign, still: stillToPlan(underway, ahead) };
}

test('whom a campaign has still to plan are those whom it has not read and who fit', () => {
  expect(remaining({ target_criteria: { all: true } }).still).toBe(3);
  expect(remaining({ target_criteria: { tags_any: ['new'] } }).still).toBe(2);
  expect(remaining({ target_criteria: { tags_none: ['new'] } }).still).toBe(1);
});

test('where more than their rows must be known, it is a share of them as of those whom it has read', () => {
  const target_criteria = { segments_any: ['seg_1'] };
  // Six of ten were read, and ten planned: four are unread.
  expect(remaining({ target_criteria }).still).toBe(Math.round((10 * 4) / 6));
  const fresh = remaining({ target_criteria });
  expect(stillToPlan(fresh.underway, new Map([[`${fresh.campaign.id} unread`, 9]]))).toBe(0);
});

test('those who have a slot are waited for once', () => {
  const { underway, ahead, campaign } = remaining({ target_criteria: { all: true } }, 8);
  const before = [
    { campaign, underway },
    { campaign: campaignOf({ name: 'Later' }), underway: undefined },
  ];
  expect(toldOf(before, ahead)).toMatchObject([
    { campaign_id: campaign.id, remaining: 11 },
    { name: 'Later', remaining: null },
  ]);
  expect(withoutSlot(before, ahead, 8)).toEqual([3]);
  expect(withoutSlot(before, ahead, 100)).toEqual([3]);
  expect(withoutSlot(before, ahead, 2)).toEqual([9]);
});
