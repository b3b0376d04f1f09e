import { expect, test } from 'vitest';

import type { Schemas } from '../../../client/src/client.ts';
import {
  byReport,
  canTap,
  cancelledWords,
  hasResults,
  tappedOf,
  tellsTaps,
  whyNoTaps,
} from '../../../console/services/progress.ts';

const report = (recipients: number) =>
  ({
    totals: { recipients, accepted: 1468, failed: 17, skipped: 300, unknown: 0 },
    skipped: { cancelled: 290, opted_out: 10 },
  }) as unknown as Schemas['Report'];

test('of a cancelled campaign it is said how many were waiting, once that is counted, and never that they were all', () => {
  expect(cancelledWords(report(1785), 0)).toBe('Cancelled while 290 people were waiting: nobody else gets it.');
  expect(cancelledWords(report(1785), 1)).toBe('Cancelled. Those who waited are still being counted.');
  // Whom a spend cap or a limit kept waiting, nobody had looked up.
  expect(cancelledWords({ skipped: {} }, 0)).toBe('Cancelled: nobody else gets it.');
});

test('progress is what the report of the same moment counts, so that nothing contradicts it', () => {
  const paused = { progress: { planned: 1500, settled: 1395, rate: 80, eta: null } } as Schemas['Campaign'];
  expect(byReport(paused, report(1800)).progress).toEqual({ planned: 1800, settled: 1785, rate: 80, eta: null });
  expect(byReport(paused, undefined)).toBe(paused);
});

test('whoever waits for their turn is counted, though no report knows of them', () => {
  const sending = { progress: { planned: 4321, settled: 674, rate: 24, eta: null } } as Schemas['Campaign'];
  expect(byReport(sending, report(1785)).progress).toMatchObject({ planned: 4321, settled: 1785 });
});

test('what came of a campaign that was stopped after it had been sent to somebody is a result, too', () => {
  const stopped = (accepted: number | undefined, started_at: string | null = '2026-11-29T09:00:00.000Z') =>
    hasResults({
      status: 'cancelled',
      started_at,
      totals: accepted === undefined ? undefined : { ...report(2).totals, accepted, clicked: 0 },
    });
  expect(stopped(1)).toBe(true);
  expect(stopped(0)).toBe(false);
  expect(stopped(undefined)).toBe(true);
  expect(stopped(undefined, null)).toBe(false);
  const other = { started_at: '2026-11-29T09:00:00.000Z', totals: undefined };
  expect((['completed', 'sending', 'draft'] as const).map((status) => hasResults({ status, ...other }))).toEqual([
    true,
    false,
    false,
  ]);
});

test('how many tapped is told only where a tap would be known', () => {
  const campaign = (...buttons: object[]) =>
    ({ buttons: [], contents: [{ buttons }], totals: { clicked: 0 } }) as unknown as Schemas['Campaign'];
  expect(tappedOf(campaign())).toBeUndefined();
  expect(tappedOf(campaign({ type: 'call' }, { type: 'url', untracked: true }))).toBeUndefined();
  expect(tappedOf(campaign({ type: 'url' }))).toBe(0);
  expect(canTap({ ...campaign(), buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }] })).toBe(true);
  const of = (observed_by: string, clicks: number) =>
    tellsTaps({ button_analytics: { buttons: [{ observed_by, clicks }] } } as unknown as Schemas['Report']);
  expect([of('reported', 0), of('reported', 1), of('redirect', 0)]).toEqual([false, true, true]);
  expect(tellsTaps({})).toBe(false);
});

test('of a text without buttons, or with those of which nobody hears, no taps are told', () => {
  const campaign = {
    buttons: [{ id: 'yes', title: 'Yes', type: 'reply' as const }],
    contents: [
      { key: 'same', weight: 1 },
      { key: 'none', weight: 1, buttons: [] },
      { key: 'call', weight: 1, buttons: [{ id: 'call', title: 'Call', type: 'call' as const }] },
    ],
  };
  const why = (content_key: string, clicked = 0) => whyNoTaps(campaign, { content_key, clicked });
  expect(['default', 'same', 'none', 'call'].map((key) => why(key))).toEqual([
    undefined,
    undefined,
    'no buttons',
    'not known',
  ]);
  expect(why('call', 1)).toBeUndefined();
});
