import { expect, test } from 'vitest';

import { amountFault, daysFault } from '../../../console/services/tenant-limits.ts';
import { KEEP_DAYS, type RetentionKind } from '../../../shared/contract/tenant-limits.ts';
import { retention } from '../../../shared/tenancy/retention.ts';
import { spendCap } from '../../../shared/tenancy/spend-cap.ts';

test.each(Object.keys(KEEP_DAYS) as RetentionKind[])('%s is refused as one types where the API refuses it', (kind) => {
  const { min, max } = KEEP_DAYS[kind];
  for (const days of [min - 1, min, min + 0.5, max, max + 1])
    expect([days, daysFault(kind, String(days)) === undefined]).toEqual([
      days,
      retention.safeParse({ [kind]: days }).success,
    ]);
  expect(daysFault(kind, '')).toBeUndefined();
});

test.each(['250.00', '0', '0.00', '1e3', '-1', '1,5', '999999999.999999', '1000000000', '0.0000001'])(
  'an amount of %s is refused as one types where the API refuses it',
  (amount) => {
    expect(amountFault(amount) === undefined).toBe(spendCap.safeParse({ amount, time_zone: 'UTC' }).success);
  },
);

test('no amount is no cap', () => {
  expect(amountFault('')).toBeUndefined();
});
