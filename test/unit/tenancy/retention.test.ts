import { expect, test } from 'vitest';

import { DEFAULT_RETENTION, keptDays, retention, type Retention } from '../../../shared/tenancy/retention.ts';
import { fakeClock, tenantOf } from '../fixtures.ts';

function reader(given: Record<string, Retention | undefined>) {
  const clock = fakeClock();
  const reads: string[] = [];
  const get = async (id: string) => {
    reads.push(id);
    const kept = given[id];
    return id in given ? tenantOf({ id, ...(kept && { retention: kept }) }) : undefined;
  };
  return { clock, days: keptDays({ get }, clock), given, reads };
}

test('each kind is kept as its tenant says, else for as long as ever', async () => {
  const { days } = reader({ ten_1: { replies_days: 7, audit_days: 90 }, ten_2: undefined });
  expect(await days('ten_1', 'replies_days')).toBe(7);
  expect(await days('ten_1', 'audit_days')).toBe(90);
  expect(await days('ten_1', 'jobs_days')).toBe(DEFAULT_RETENTION.jobs_days);
  for (const tenant of ['ten_2', 'ten_gone'])
    expect(await days(tenant, 'replies_days')).toBe(DEFAULT_RETENTION.replies_days);
});

test('a tenant is read once in a minute, and a change counts after it', async () => {
  const { clock, days, given, reads } = reader({ ten_1: { replies_days: 7 } });
  await days('ten_1', 'replies_days');
  await days('ten_1', 'jobs_days');
  given['ten_1'] = { replies_days: 60 };
  clock.advance(59_999);
  expect(await days('ten_1', 'replies_days')).toBe(7);
  clock.advance(1);
  expect(await days('ten_1', 'replies_days')).toBe(60);
  expect(reads).toEqual(['ten_1', 'ten_1']);
});

test('more tenants than are kept in mind are read again, not mixed up', async () => {
  const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`ten_${n}`, { jobs_days: 30 + (n % 100) }]));
  const { days, reads } = reader(many);
  for (let n = 0; n <= 1_000; n += 1) expect(await days(`ten_${n}`, 'jobs_days')).toBe(30 + (n % 100));
  expect(await days('ten_0', 'jobs_days')).toBe(30);
  expect(reads).toHaveLength(1_002);
});

test.each([
  ['replies_days', 7, 365],
  ['webhook_deliveries_days', 20, 90],
  ['jobs_days', 30, 365],
  ['audit_days', 90, 400],
])('%s is from %d to %d', (kind, min, max) => {
  const isTaken = (days: number) => retention.safeParse({ [kind]: days }).success;
  expect([min - 1, min, max, max + 1].map(isTaken)).toEqual([false, true, true, false]);
});
