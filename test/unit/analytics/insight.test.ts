import { expect, test } from 'vitest';

import { insightsOf } from '../../../shared/analytics/insight.ts';
import type { CountedCampaign } from '../../../shared/analytics/insight-values.ts';
import { buttonInsightsWire } from '../../../shared/analytics/insight.wire.ts';
import type { Counters } from '../../../shared/analytics/rollup.ts';
import type { Button } from '../../../shared/content/button.ts';
import { campaignOf } from '../fixtures.ts';

const reply = (id: string, title = id): Button => ({ id, title, type: 'reply' });
const link = (id: string, title = id): Button => ({ id, title, type: 'url', url: 'https://shop.example.com' });

function sent(
  buttons: Button[],
  totals: Counters,
  more: { image?: boolean; weekdays?: Counters } = {},
): CountedCampaign {
  const { image = false, weekdays = {} } = more;
  return { campaign: campaignOf({ buttons, media_type: image ? 'image' : 'text' }), counted: { totals, weekdays } };
}
const insights = (...all: CountedCampaign[]) => buttonInsightsWire.parse(insightsOf(all, false));

test('buttons are grouped by title without regard to case and space, by type, position and media', () => {
  const { dimensions, campaigns_considered } = insights(
    sent([reply('a', ' Shop NOW'), link('b', 'Later')], {
      delivered: 100,
      clicked: 25,
      'customers#a': 20,
      'customers#b': 10,
    }),
    sent([reply('x', 'shop now ')], { delivered: 300, clicked: 40, 'customers#x': 40 }, { image: true }),
    sent([], { delivered: 500 }),
    sent([reply('y', 'Never')], { accepted: 10 }),
  );
  const figures = (of: keyof typeof dimensions) =>
    dimensions[of].map(({ value, campaigns, sent, clicks, rate }) => [value, campaigns, sent, clicks, rate]);
  expect(campaigns_considered).toBe(4);
  expect(figures('title')).toEqual([
    ['shop now', 2, 400, 60, 0.15],
    ['later', 1, 100, 10, 0.1],
  ]);
  expect(figures('type')).toEqual([
    ['reply', 2, 400, 60, 0.15],
    ['url', 1, 100, 10, 0.1],
  ]);
  expect(figures('position')).toEqual([
    ['1', 2, 400, 60, 0.15],
    ['2', 1, 100, 10, 0.1],
  ]);
  expect(figures('media_type')).toEqual([
    ['image', 1, 300, 40, 40 / 300],
    ['text', 1, 100, 25, 0.25],
  ]);
  const [later] = dimensions.title.filter(({ value }) => value === 'later');
  expect(later?.interval[0]).toBeCloseTo(0.055637, 5);
  expect(later?.interval[1]).toBeCloseTo(0.174553, 5);
});

test('what nobody can see is marked, is no zero, and is compared with nothing', () => {
  const call: Button = { id: 'c', title: 'Call us', type: 'call', phone_number: '+14155550100' };
  const tracked: Button = { ...call, title: 'Call now', forward_to: '+14155550100' };
  const campaign = (button: Button, taps: Counters) =>
    sent([reply('a'), button], { delivered: 500, clicked: 50, 'customers#a': 50, ...taps });
  const { dimensions, recommendations, not_yet_clear } = insights(
    ...[campaign(call, {}), campaign(call, {}), campaign({ ...link('l'), untracked: true }, {})],
    campaign({ ...call, id: 'r', title: 'Reported' }, { 'customers#r': 5 }),
  );
  const unknown = { sent: 0, clicks: 0, rate: null };
  expect(dimensions.title).toMatchObject([
    { value: 'a', observed_by: ['observed'], sent: 2000, clicks: 200 },
    { value: 'reported', observed_by: ['reported'], campaigns: 1, sent: 500, clicks: 5, rate: 0.01 },
    { value: 'call us', observed_by: ['reported'], campaigns: 2, ...unknown },
    { value: 'l', observed_by: ['nobody'], campaigns: 1, ...unknown },
  ]);
  expect(dimensions.type).toMatchObject([{ value: 'reply' }, { value: 'call', campaigns: 3, sent: 500 }, unknown]);
  expect(dimensions.media_type).toMatchObject([{ observed_by: ['nobody', 'observed', 'reported'], sent: 2000 }]);
  expect(recommendations).toEqual([]);
  expect(not_yet_clear.map(({ more_campaigns }) => more_campaigns)).toEqual([1, 1, 1, 2]);
  expect(insights(sent([call], { delivered: 500 })).dimensions.media_type).toMatchObject([unknown]);
  expect(insights(campaign(tracked, {})).dimensions.title[1]).toMatchObject({ sent: 500, rate: 0 });
});

test('a campaign counts once for a type, and so does each of its buttons', () => {
  const { dimensions } = insights(
    sent([reply('a'), reply('b')], { delivered: 10, 'customers#a': 4, 'customers#b': 5 }),
  );
  expect(dimensions.type).toMatchObject([{ value: 'reply', campaigns: 1, sent: 20, clicks: 9 }]);
});

test('what did better is recommended, the surest first, with its evidence', () => {
  const pair = (yes: number, no: number) =>
    sent([reply('yes'), reply('no')], { delivered: 1000, clicked: yes + no, 'customers#yes': yes, 'customers#no': no });
  const { recommendations, not_yet_clear, note } = insights(
    pair(100, 60),
    pair(90, 70),
    sent(
      [link('look'), reply('no')],
      { delivered: 500, clicked: 80, 'customers#look': 55, 'customers#no': 40 },
      { image: true },
    ),
    sent(
      [link('look'), reply('no')],
      { delivered: 500, clicked: 80, 'customers#look': 50, 'customers#no': 40 },
      { image: true },
    ),
  );
  expect(note).toContain('not proven cause');
  expect(recommendations.map(({ dimension, value, confidence }) => [dimension, value, confidence])).toEqual([
    ['position', '1', 'strong'],
    ['title', 'look', 'weak'],
    ['type', 'url', 'weak'],
    ['title', 'yes', 'weak'],
  ]);
  expect(recommendations.find(({ value }) => value === 'yes')).toEqual({
    dimension: 'title',
    value: 'yes',
    advice:
      'Consider a button titled “yes”: customers tapped 9.5 % of 2,000 delivered in 2 campaigns, against 7.9 % of 4,000 for all other titles; a difference at least this large would come by chance in 9.8 % of comparisons of equal ones. That was observed, and is no experiment.',
    chance: expect.closeTo(0.1, 1),
    probability: expect.closeTo(0.98, 1),
    lift: expect.closeTo(190 / 2000 / (315 / 4000) - 1, 9),
    evidence: { delivered: 2000, clicked: 190, campaigns: 2 },
    confidence: 'weak',
  });
  expect(not_yet_clear).toMatchObject([{ dimension: 'media_type', reason: 'no_clear_difference', more_delivered: 0 }]);
});

test('each dimension has advice, or says why there is none', () => {
  for (const all of [[], [sent([reply('a')], { delivered: 5000, 'customers#a': 50 })]]) {
    const { recommendations, not_yet_clear } = insights(...all);
    expect(recommendations).toEqual([]);
    expect(not_yet_clear.map(({ dimension }) => dimension)).toEqual(['title', 'type', 'position', 'media_type']);
    expect(
      not_yet_clear.every(({ more_delivered, more_campaigns }) => more_delivered === 100 && more_campaigns === 2),
    ).toBe(true);
  }
});

test('without enough evidence it is said how much more is needed', () => {
  const both = (delivered: number) =>
    sent([reply('yes'), reply('no')], { delivered, 'customers#yes': delivered, 'customers#no': 0 });
  const [title] = insights(both(60), sent([reply('maybe')], { delivered: 1 })).not_yet_clear;
  expect(title).toEqual({
    dimension: 'title',
    reason: 'too_little_evidence',
    detail:
      'Too little evidence to compare titles: of a button titled “yes” there are 60 delivered in 1 campaign, of all other titles 61 delivered in 2 campaigns; at least 100 in 2 campaigns are needed of each.',
    more_delivered: 40,
    more_campaigns: 1,
  });
  expect(insights(both(60), both(40)).recommendations).toMatchObject([
    { dimension: 'title', value: 'yes', lift: null, probability: 1 },
    { dimension: 'position', value: '1', lift: null },
  ]);
});

test('without campaigns there are no insights', () => {
  expect(insights()).toMatchObject({
    campaigns_considered: 0,
    dimensions: { title: [], type: [], position: [], media_type: [] },
    best_hours: { clicks: 0, top: [] },
  });
});

test('the hours with the most clicks are found by the customers’ own weekdays', () => {
  const { best_hours } = insights(
    sent([reply('a')], {}, { weekdays: { '0#9': 3, '6#23': 1, '2#12': 5 } }),
    sent([reply('a')], {}, { weekdays: { '0#9': 4, '1#0': 2, '3#3': 2, '4#4': 3 } }),
  );
  expect(best_hours.clicks).toBe(20);
  expect(best_hours.top.map(({ weekday, hour, clicks, share }) => [weekday, hour, clicks, share])).toEqual([
    [0, 9, 7, 0.35],
    [2, 12, 5, 0.25],
    [4, 4, 3, 0.15],
    [1, 0, 2, 0.1],
    [3, 3, 2, 0.1],
  ]);
  expect(best_hours.by_weekday_hour.map((day) => day.length)).toEqual([24, 24, 24, 24, 24, 24, 24]);
  expect(best_hours.by_weekday_hour[6]?.[23]).toBe(1);
});
