import { expect, test } from 'vitest';

import { progressOf } from '../../../shared/campaign/progress.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { START } from '../fixtures.ts';

const at = (seconds: number) => timestamp(START + seconds * 1000);
const sending = { status: 'sending', started_at: at(0), updated_at: at(0) } as const;
const now = START + 100_000;

test('the rate is what was settled in the time since the start', () => {
  expect(progressOf(sending, { planned: 300, settled: 200 }, now)).toEqual({
    planned: 300,
    settled: 200,
    rate: 2,
    eta: at(150),
  });
});

test('the rate leaves out the time in which the campaign was not sending', () => {
  const resumed = { ...sending, updated_at: at(90), idle_ms: 60_000 };
  expect(progressOf(resumed, { planned: 300, settled: 200 }, now)).toMatchObject({ rate: 5, eta: at(120) });
});

test('there is no eta before anyone is settled', () => {
  expect(progressOf(sending, { planned: 300, settled: 0 }, now)).toMatchObject({ rate: 0, eta: null });
  expect(progressOf(sending, { planned: 300, settled: 1 }, START)).toMatchObject({ rate: 0, eta: null });
});

test('the eta is now when everyone is settled', () => {
  expect(progressOf(sending, { planned: 200, settled: 200 }, now)?.eta).toBe(at(100));
});

test.each(['paused', 'completed', 'cancelled'] as const)(
  'a campaign that is %s has no eta, and the rate of the time it was sending',
  (status) => {
    const stopped = { ...sending, status, updated_at: at(50) };
    expect(progressOf(stopped, { planned: 300, settled: 200 }, now)).toMatchObject({ rate: 4, eta: null });
  },
);

test('there is no progress before the start', () => {
  expect(progressOf({ status: 'paused', updated_at: at(0) }, { planned: 0, settled: 0 }, now)).toBeNull();
});
