import { expect, test } from 'vitest';

import type { Schemas } from '../../../client/src/client.ts';
import { campaignCadence } from '../../../console/services/campaign-cadence.ts';

const cancelled = (settled: number) =>
  ({ status: 'cancelled', progress: { planned: 1500, settled, rate: 0, eta: null } }) as Schemas['Campaign'];

test('a cancelled campaign is looked at, less and less often, until all its people are accounted for', () => {
  expect(campaignCadence(cancelled(1395), 0)).toBe(2000);
  expect(campaignCadence(cancelled(1395), 10)).toBe(15_000);
  expect(campaignCadence(cancelled(1395), 41)).toBeUndefined();
  expect(campaignCadence(cancelled(1500), 0)).toBeUndefined();
});
