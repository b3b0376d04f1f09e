import { expect, test } from 'vitest';
import { clicksOf, engagementOf, type TrueAct } from '../../../../local/twilio/engagement.ts';

const NINE = Date.parse('2026-11-22T09:30:00Z');
const act = (kind: TrueAct['kind'], to: string, sid: string | null = null, more: Partial<TrueAct> = {}): TrueAct => ({
  kind,
  message_sid: `MM ${to}`,
  to,
  sid,
  button: ['reply', 'url', 'call', 'preview', 'probe'].includes(kind) ? kind : null,
  payload: null,
  words: null,
  at: NINE,
  answered_at: NINE,
  attempts: 1,
  answer: '200',
  said: null,
  ...more,
});

test('a tap that is reported twice counts once; previews and probes never count', () => {
  const { totals, buttons } = engagementOf([
    act('preview', 'ana'),
    act('probe', 'ana'),
    act('url', 'ana'),
    act('url', 'ana'),
    act('reply', 'ana', 'SM1'),
    act('reply', 'ana', 'SM1'),
    act('call', 'ben', 'CA1'),
    act('call', 'ben', 'CA1'),
  ]);
  expect(totals).toMatchObject({ clicks: 4, unique_customers: 2, conversions: 0 });
  expect(buttons).toEqual([
    { title: 'url', clicks: 2, unique_customers: 1, conversions: 0 },
    { title: 'reply', clicks: 1, unique_customers: 1, conversions: 0 },
    { title: 'call', clicks: 1, unique_customers: 1, conversions: 0 },
  ]);
});

test('an order is attributed once, to the last tap before it that has none yet', () => {
  const clicks = clicksOf([
    act('order', 'ana', 'early'),
    act('reply', 'ana', 'SM1'),
    act('url', 'ana'),
    act('order', 'ben', 'of a stranger'),
    act('order', 'ana', 'one'),
    act('order', 'ana', 'one'),
    act('order', 'ana', 'two'),
    act('call', 'ana', 'CA1'),
    act('order', 'ana', 'early'),
  ]);
  expect(clicks.map(({ button, converted }) => [button, converted])).toEqual([
    ['reply', true],
    ['url', true],
    ['call', false],
  ]);
});

test('people who write or stop count once each, and hours are in UTC', () => {
  const { totals, hours } = engagementOf([
    act('words', 'ana', 'SM1'),
    act('words', 'ana', 'SM2'),
    act('stop', 'ana', 'SM3'),
    act('start', 'ana', 'SM4'),
    act('stop', 'ana', 'SM5'),
    act('words', 'ben', 'SM6'),
    act('url', 'ben'),
    act('order', 'ben', 'one'),
    act('url', 'ana', null, { at: NINE + 3_600_000 }),
  ]);
  expect(totals).toMatchObject({ replies: 2, opted_out: 1 });
  expect(hours).toEqual([
    { hour: 10, clicks: 1, conversions: 0 },
    { hour: 9, clicks: 1, conversions: 1 },
  ]);
});
