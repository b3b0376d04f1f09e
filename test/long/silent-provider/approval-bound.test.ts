import { expect, test } from 'vitest';

import { expectFaults } from '../../support/problem.ts';
import { newTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

test('where the installation asks for approvals, a tenant can ask for them sooner, and never later', async () => {
  const tenant = await newTenant(herald);
  const change = (approval_above: number | null) => tenant.call('PATCH /v1/tenant', { body: { approval_above } });
  expect((await tenant.call('GET /v1/tenant')).body).toMatchObject({ approval_above: 1_000_000 });
  expectFaults(await change(1_000_001), [['approval_above', 'too_big']]);
  expect((await change(5)).body).toMatchObject({ approval_above: 5 });
  expect((await change(null)).body).toMatchObject({ approval_above: 1_000_000 });
});
