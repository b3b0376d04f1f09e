import { expect, test } from 'vitest';

import { isPlanned } from '../../../../shared/analytics/experiment/is-planned.ts';

const later = { id: 'cus_1' };
const customers = { lanePage: async () => ({ items: [later] }) } as unknown as Parameters<typeof isPlanned>[2];

test('a lane that nobody looked at is not planned while it is sent', async () => {
  expect(await isPlanned({ tenant_id: 'ten_1' }, new Map(), customers)).toBe(false);
});

test('whoever is added once a campaign has ended is planned no more', async () => {
  const ended = { tenant_id: 'ten_1', completed_at: '2026-11-29T09:00:00.000Z' };
  expect(await isPlanned(ended, new Map(), customers)).toBe(true);
});
