import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rateLimit } from '../../../../local/twilio/rate-limit.ts';
import { client, FROM, recipient, standIn } from './harness.ts';

test('a burst of one second is allowed, then one message at a time, for each sender separately', () => {
  let now = 5000;
  const { allows, refused } = rateLimit(10, () => now);
  const count = (key: string) => Array.from({ length: 30 }, () => allows(key)).filter(Boolean).length;
  expect(count('a')).toBe(10);
  expect(count('b')).toBe(10);
  expect(count('a')).toBe(0);
  now += 99;
  expect(count('a')).toBe(0);
  now += 1;
  expect(count('a')).toBe(1);
  now += 10_000;
  expect(count('a')).toBe(10);
  expect(refused()).toBe(30 * 6 - 31);
});

test('a rate of one message per 3 s is kept', () => {
  let now = 0;
  const { allows } = rateLimit(1 / 3, () => now);
  expect([allows('a'), allows('a')]).toEqual([true, false]);
  now = 2999;
  expect(allows('a')).toBe(false);
  now = 3000.001;
  expect(allows('a')).toBe(true);
});

test('no more than rate × time plus one second of it is ever allowed', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), gaps, (rate, steps) => {
      let now = 0;
      const { allows } = rateLimit(rate, () => now);
      const sent = steps.filter((step) => {
        now += step;
        return allows('a');
      }).length;
      expect(sent).toBeLessThanOrEqual((now / 1000) * rate + rate + 1e-6);
    }),
  );
});

test('messages beyond the rate are not created, and the truth counts them as throttled', async () => {
  const { url, truth } = await standIn({ rate: 0.5 });
  const { messages } = client(url);
  await messages.create({ to: recipient(1), from: FROM, body: 'one' });
  const second = messages.create({ to: recipient(2), from: FROM, body: 'two' });
  await expect(second).rejects.toMatchObject({ status: 429, code: 20429 });
  await messages.create({ to: recipient(2), from: 'whatsapp:+15550002222', body: 'another sender' });
  expect(truth().totals).toMatchObject({ created: 2, throttled: 1 });
  await expect(messages.create({ to: recipient(2), from: FROM })).rejects.toMatchObject({ code: 21619 });
  expect(truth().totals.throttled).toBe(1);
});
