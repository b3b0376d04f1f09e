import { expect, test } from 'vitest';

import { compareAnswers } from '../../../../local/demo/compare-answers.ts';
import { compareEngagement } from '../../../../local/demo/compare-engagement.ts';
import { differences } from '../../../../local/demo/differences.ts';
import { engagementOf, type TrueAct } from '../../../../local/twilio/engagement.ts';

const AT = Date.parse('2026-11-22T09:59:59.990Z');
const act = (kind: TrueAct['kind'], to: string, sid: string | null, answered_at = AT, answer = '200'): TrueAct => {
  const button = kind === 'order' || kind === 'words' || kind === 'stop' ? null : kind;
  const what = { kind, to, sid, button, answered_at, answer };
  return { ...what, message_sid: 'MM', payload: null, words: null, at: AT, attempts: 1, said: null };
};
const truthOf = (acts: readonly TrueAct[]) => {
  const { totals, buttons } = engagementOf(acts);
  return { acts, buttons, totals: totals as never };
};

const ACTS = [
  act('reply', 'ana', 'SM1'),
  act('order', 'ana', 'one'),
  act('url', 'ben', null),
  act('words', 'ben', 'SM2'),
  act('stop', 'ben', 'SM3'),
];
const rates = { click_through_rate: null, conversion_rate: null };
const figures = { clicks: 1, unique_customers: 1, ...rates, conversion_value: {}, agent: null };
const known = {
  interval: rates,
  response_time: { p50_seconds: null, p90_seconds: null, p99_seconds: null, buckets: [] },
};
const button = (type: 'reply' | 'url', conversions: number) => {
  const observed_by = type === 'reply' ? ('observed' as const) : ('redirect' as const);
  return { button_id: type, button_title: type, button_type: type, observed_by, conversions, ...figures, ...known };
};
const hours = (at: number, clicks: number, conversions: number) =>
  Array.from({ length: 24 }, (_, hour) =>
    hour === at ? { hour, clicks, conversions } : { hour, clicks: 0, conversions: 0 },
  );
const REPORT = {
  totals: { replied: 1, opted_out: 1 } as never,
  button_analytics: {
    total_clicks: 2,
    unique_customers: 2,
    conversions: 1,
    ...rates,
    conversion_types: { order: 1 },
    conversion_value: {},
    buttons: [button('reply', 1), button('url', 0)],
    by_hour: hours(9, 2, 1),
    by_weekday_hour: [],
  },
};
const withAnalytics = (changes: Partial<typeof REPORT.button_analytics>) => {
  return { ...REPORT, button_analytics: { ...REPORT.button_analytics, ...changes } };
};

test('a report of what people really did has no disagreement', () => {
  expect(compareEngagement(REPORT, truthOf(ACTS))).toEqual([]);
});

test.for([
  ['total_clicks 3, people 2', withAnalytics({ total_clicks: 3 })],
  ['unique_customers 1, people 2', withAnalytics({ unique_customers: 1 })],
  ['conversions 2, people 1', withAnalytics({ conversions: 2 })],
  ['conversions of "url" 1, people 0', withAnalytics({ buttons: [button('reply', 1), button('url', 1)] })],
  ['conversions at 9 h 2, people 1', withAnalytics({ by_hour: hours(9, 2, 2) })],
  ['replied 0, people 1', { ...REPORT, totals: { replied: 0, opted_out: 1 } as never }],
  ['opted_out 2, people 1', { ...REPORT, totals: { replied: 1, opted_out: 2 } as never }],
] as const)('says where it does not: %s', ([what, report]) => {
  expect(compareEngagement(report, truthOf(ACTS))).toEqual([`the report says ${what}`]);
});

test('another hour is a disagreement, unless the hour changed while the tap was under way', () => {
  const later = withAnalytics({ by_hour: hours(10, 2, 1) });
  expect(compareEngagement(later, truthOf(ACTS))).toHaveLength(4);
  const under = [act('reply', 'ana', 'SM1', AT + 20), ACTS[1]!, act('url', 'ben', null, AT + 20), ...ACTS.slice(3)];
  expect(compareEngagement(later, truthOf(under))).toEqual([]);
  expect(compareEngagement(REPORT, truthOf(under))).toEqual([]);
  expect(compareEngagement(withAnalytics({ by_hour: hours(11, 2, 1) }), truthOf(under))).toHaveLength(2);
});

test('an act that was not accepted, or led elsewhere, is a disagreement', () => {
  const buttons = [
    { id: 'a', title: 'url', type: 'url' as const, url: 'https://shop.example.com/' },
    { id: 'b', title: 'call', type: 'call' as const, phone_number: '+14155550100', forward_to: '+14155550101' },
  ];
  const led = (kind: TrueAct['kind'], said: string) => ({ ...act(kind, 'ana', null), said });
  const good = [led('url', 'https://shop.example.com/'), led('call', '<Dial>+14155550101</Dial>'), led('reply', '')];
  expect(compareAnswers(good, buttons)).toEqual([]);
  const refused = ['404', '404', '500'].map((answer) => act('words', 'ana', null, AT, answer));
  const bad = [{ ...led('probe', 'https://evil.example.com/'), button: 'url' }, led('call', '<Reject/>'), ...refused];
  expect(compareAnswers(bad, buttons)).toEqual([
    '1 × probe led to https://evil.example.com/ instead of https://shop.example.com/',
    '1 × call was not put through to +14155550101',
    '2 × words answered 404',
    '1 × words answered 500',
  ]);
});

test('differences have the path and both values of every leaf', () => {
  const one = { a: 1, b: [1, 2], c: { d: null } };
  expect(differences(one, structuredClone(one))).toEqual([]);
  expect(differences(one, { a: 1, b: [1, 3, 4], c: { d: 0 } })).toEqual([
    ['b.1', 2, 3],
    ['b.2', undefined, 4],
    ['c.d', null, 0],
  ]);
});
