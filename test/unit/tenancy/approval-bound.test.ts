import { expect, test } from 'vitest';

import { requireWithinBound, withApprovalBound } from '../../../shared/tenancy/approval-bound.ts';
import { thrown } from '../fixtures.ts';

test.each([
  ['its own, where it is stricter', 50, 100, 50],
  ['none at all below', 0, 100, 0],
  ['the installation’s, where it has none', undefined, 100, 100],
  ['the installation’s, where an earlier one was higher', 500, 100, 100],
  ['its own, where the installation has none', 500, undefined, 500],
  ['none, where nobody asks for one', undefined, undefined, undefined],
  ['every campaign, where the installation says so', 500, 0, 0],
])('what holds for a tenant is %s', (_, approval_above, bound, expected) => {
  expect(withApprovalBound({ name: 'Shop', approval_above }, bound)).toEqual({
    name: 'Shop',
    approval_above: expected,
  });
});

test('a tenant can only make it stricter', async () => {
  for (const allowed of [100, 99, 0, null, undefined]) requireWithinBound(allowed, 100);
  requireWithinBound(101, undefined);
  const error = await thrown(() => Promise.resolve().then(() => requireWithinBound(101, 100)));
  expect(error).toMatchObject({
    kind: 'invalid',
    faults: [{ path: 'approval_above', message: expect.stringContaining('at most 100') }],
  });
});
