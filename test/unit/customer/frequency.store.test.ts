import { afterAll, beforeAll, expect, test } from 'vitest';

import { keys } from '../../../shared/customer/customer.keys.ts';
import { customerStore } from '../../../shared/customer/customer.store.ts';
import { frequencyStore, type Attempt, type Frequencies } from '../../../shared/customer/frequency.store.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { DAY, WEEK } from '../../../shared/customer/frequency.ts';
import { testTable } from '../../support/dynamodb.ts';
import { customerOf, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let frequencies: Frequencies;
beforeAll(async () => {
  opened = await testTable();
  frequencies = frequencyStore(opened.table);
});
afterAll(() => opened.close());

function someone() {
  const of = { tenant_id: ids.next('ten'), customer_id: ids.next('cus') };
  return (campaign_id = ids.next('cmp'), holder = ids.next('chk')): Attempt => ({ ...of, campaign_id, holder });
}

test('of twenty campaigns at once as many may send as the cap permits', async () => {
  const attempt = someone();
  const taken = await Promise.all(Array.from({ length: 20 }, () => frequencies.take(attempt(), { per_day: 3 }, START)));
  expect(taken.filter(({ got }) => got)).toHaveLength(3);
  expect(taken.filter(({ got }) => !got)).toEqual(new Array(17).fill({ got: false, until: START + DAY }));
});

test('the window moves', async () => {
  const attempt = someone();
  const cap = { per_day: 1, per_week: 2 };
  expect(await frequencies.take(attempt(), cap, START)).toEqual({ got: true });
  expect(await frequencies.take(attempt(), cap, START + DAY - 1)).toEqual({ got: false, until: START + DAY });
  expect(await frequencies.take(attempt(), cap, START + DAY)).toEqual({ got: true });
  expect(await frequencies.take(attempt(), cap, START + 3 * DAY)).toEqual({ got: false, until: START + WEEK });
  expect(await frequencies.take(attempt(), cap, START + WEEK)).toEqual({ got: true });
});

test('many attempts at one message count once', async () => {
  const attempt = someone();
  const campaign = ids.next('cmp');
  for (let n = 0; n < 4; n++)
    expect(await frequencies.take(attempt(campaign), { per_day: 1 }, START)).toEqual({ got: true });
  expect(await frequencies.take(attempt(), { per_day: 2 }, START)).toEqual({ got: true });
});

test('an attempt that sent nothing is given back', async () => {
  const attempt = someone();
  const first = attempt();
  await frequencies.take(first, { per_day: 1 }, START);
  await frequencies.giveBack(first);
  await frequencies.giveBack(first);
  expect(await frequencies.take(attempt(), { per_day: 1 }, START)).toEqual({ got: true });
});

test('a message stays counted while another attempt at it may have sent', async () => {
  const attempt = someone();
  const campaign = ids.next('cmp');
  const [one, other] = [attempt(campaign), attempt(campaign)];
  await frequencies.take(one, { per_day: 1 }, START);
  await frequencies.take(other, { per_day: 1 }, START);
  await frequencies.giveBack(other);
  expect(await frequencies.take(attempt(), { per_day: 1 }, START + 1)).toMatchObject({ got: false });
  await frequencies.giveBack(one);
  expect(await frequencies.take(attempt(), { per_day: 1 }, START + 1)).toEqual({ got: true });
});

test('attempts that are taken and given back at once leave exact counts', async () => {
  const attempt = someone();
  const campaigns = Array.from({ length: 12 }, () => attempt());
  const sent = await Promise.all(
    campaigns.map(async (one, n) => {
      const { got } = await frequencies.take(one, { per_day: 4 }, START);
      if (got && n % 2) await frequencies.giveBack(one);
      return got && n % 2 === 0;
    }),
  );
  const stands = sent.filter(Boolean).length;
  expect(stands).toBeLessThanOrEqual(4);
  const more = await Promise.all(Array.from({ length: 9 }, () => frequencies.take(attempt(), { per_day: 4 }, START)));
  expect(more.filter(({ got }) => got)).toHaveLength(4 - stands);
});

test('the row is removed when the customer is erased, and expires after a week', async () => {
  const customers = customerStore(opened.table);
  const customer = customerOf();
  await customers.upsert({ customer, given: {}, now: customer.created_at, consent_id: ids.next('con') });
  const attempt = { ...someone()(), tenant_id: customer.tenant_id, customer_id: customer.id };
  await frequencies.take(attempt, { per_day: 1 }, START);
  const key = keys.frequency(customer.tenant_id, customer.id);
  expect(await opened.table.get(key)).toMatchObject({ expires_at: (START + WEEK) / 1000 });
  await customers.erase(customer.tenant_id, customer.id);
  expect(await opened.table.get(key)).toBeUndefined();
});
