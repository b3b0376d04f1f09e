import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { DEFAULT_QUOTAS, rateLimitHeaders, requireRequest } from '../../../shared/tenancy/quota.ts';
import { quotaStore, type QuotaStore } from '../../../shared/tenancy/quota.store.ts';
import { wrongKeyStore } from '../../../shared/tenancy/wrong-key.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let quotas: QuotaStore;
beforeAll(async () => {
  opened = await testTable();
  quotas = quotaStore(opened.table, { requests_per_second: 2, conversion_types: 2, currencies: 1 });
});
afterAll(() => opened.close());

const WINDOW = 10_000;
const times = <Result>(count: number, act: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, () => act()));

describe('quotas', () => {
  test("are the default, then the stage's, then the tenant's own, which stay while others are set", async () => {
    const tenant = ids.next('ten');
    const ofStage = { ...DEFAULT_QUOTAS, requests_per_second: 2, conversion_types: 2, currencies: 1 };
    expect(await quotas.get(tenant)).toEqual(ofStage);
    expect(await quotas.change(tenant, { senders: 7 })).toEqual({ senders: 7 });
    await quotas.countRequest(tenant, START);
    expect(await quotas.change(tenant, { requests_per_second: 9 })).toEqual({ senders: 7, requests_per_second: 9 });
    expect(await quotas.get(tenant)).toEqual({ ...ofStage, senders: 7, requests_per_second: 9 });
    expect(await quotas.countRequest(tenant, START)).toMatchObject({ limit: 90, remaining: 88 });
    expect(await quotas.get(ids.next('ten'))).toEqual(ofStage);
  });
});

describe('requests', () => {
  test('are counted exactly, however many come at once, and anew in the next window', async () => {
    const tenant = ids.next('ten');
    const counts = await times(25, () => quotas.countRequest(tenant, START));
    expect(counts.map(({ remaining }) => remaining).toSorted((a, b) => b - a)).toEqual(
      Array.from({ length: 25 }, (_, n) => 19 - n),
    );
    const next = await quotas.countRequest(tenant, START + WINDOW);
    expect(next).toMatchObject({ limit: 20, remaining: 19 });
  });

  test('beyond the quota are refused until the window ends', async () => {
    const [tenant, other] = [ids.next('ten'), ids.next('ten')];
    const at = Math.ceil(START / WINDOW) * WINDOW + 3_500;
    await times(20, () => quotas.countRequest(tenant, at));
    const count = await quotas.countRequest(tenant, at);
    expect(await thrown(() => requireRequest(count))).toMatchObject({
      kind: 'too_many',
      code: 'quota.requests_per_second',
      retryAfter: 7,
    });
    expect(rateLimitHeaders(count)).toEqual({
      'ratelimit-policy': '"requests";q=20;w=10',
      ratelimit: '"requests";r=0;t=7',
    });
    requireRequest(await quotas.countRequest(other, at));
  });

  test('whose clock is behind count in the window that others have begun', async () => {
    const tenant = ids.next('ten');
    await quotas.countRequest(tenant, START + WINDOW);
    expect(await quotas.countRequest(tenant, START)).toMatchObject({ remaining: 18 });
  });
});

describe('names of conversions', () => {
  const take = (tenant: string, conversion_type: string, currency?: string) =>
    quotas.requireConversionNames(tenant, { conversion_type, currency });

  test('are taken up to the quota; those that are known go on working', async () => {
    const tenant = ids.next('ten');
    for (const type of ['order', 'appointment', 'order']) await take(tenant, type);
    const refused = await thrown(() => take(tenant, 'visit'));
    expect(refused).toMatchObject({ kind: 'conflict', code: 'quota.conversion_types' });
    await take(tenant, 'appointment');
    await take(ids.next('ten'), 'visit');
  });

  test('and their currencies, too; what is refused for one adds neither', async () => {
    const tenant = ids.next('ten');
    await take(tenant, 'order', 'EUR');
    const refused = await thrown(() => take(tenant, 'appointment', 'USD'));
    expect(refused).toMatchObject({
      kind: 'conflict',
      code: 'quota.currencies',
      message: expect.stringContaining('may have 1 currencies'),
    });
    await take(tenant, 'visit', 'EUR');
    expect(await thrown(() => take(tenant, 'appointment'))).toMatchObject({ code: 'quota.conversion_types' });
    await take(tenant, 'order');
  });
});

describe('wrong keys', () => {
  test('of one address are refused after thirty in a minute, those of another are not; the address is not stored', async () => {
    const wrongKeys = wrongKeyStore(opened.table, 30);
    await times(30, () => wrongKeys.count('192.0.2.7', START));
    expect(await thrown(() => wrongKeys.count('192.0.2.7', START))).toMatchObject({
      kind: 'too_many',
      code: 'authentication.slow_down',
      retryAfter: expect.any(Number),
    });
    await wrongKeys.count('192.0.2.8', START);
    await wrongKeys.count('192.0.2.7', START + 60_000);
  });
});
