import { expect, test } from 'vitest';

import type { Schemas } from '../../../client/src/client.ts';
import { byReport, cancelledWords } from '../../../console/services/progress.ts';

const report = (recipients: number) =>
  ({
    totals: { recipients, accepted: 1468, failed: 17, skipped: 300, unknown: 0 },
    skipped: { cancelled: 290, opted_out: 10 },
  }) as unknown as Schemas['Report'];

test('of a cancelled campaign it is said how many were not sent to, once that is counted', () => {
  expect(cancelledWords(report(1785))).toBe('Cancelled: not sent to 290 people.');
  expect(cancelledWords(report(1786))).toBe('Cancelled. Those who waited are still being counted.');
});

test('progress is what the report of the same moment counts, so that nothing contradicts it', () => {
  const paused = { progress: { planned: 1500, settled: 1395, rate: 80, eta: null } } as Schemas['Campaign'];
  expect(byReport(paused, report(1800)).progress).toEqual({ planned: 1800, settled: 1785, rate: 80, eta: null });
  expect(byReport(paused, undefined)).toBe(paused);
});
