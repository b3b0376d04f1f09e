import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';

import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { rotate, signingKey, signingKeys } from '../../../shared/webhook/webhook-endpoint.ts';
import { START } from '../fixtures.ts';

const DAY = 24 * 3600_000;

test('a secret is 32 random bytes in the format of Standard Webhooks', () => {
  const [one, other] = [signingKey(ids.secret()), signingKey(ids.secret())];
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(other).not.toBe(one);
  expect(new Webhook(one).sign('evt_1', new Date(START), '{}')).toMatch(/^v1,/);
});

test('a former secret signs with the new one for a day', () => {
  const secrets = rotate([{ key: 'whsec_a' }], 'whsec_b', START);
  expect(secrets).toEqual([{ key: 'whsec_b' }, { key: 'whsec_a', until: timestamp(START + DAY) }]);
  expect(signingKeys({ secrets }, START + DAY - 1)).toEqual(['whsec_b', 'whsec_a']);
  expect(signingKeys({ secrets }, START + DAY)).toEqual(['whsec_b']);
});

test('a second rotation neither ends nor prolongs the day of the first secret, and removes expired ones', () => {
  const second = rotate(rotate([{ key: 'whsec_a' }], 'whsec_b', START), 'whsec_c', START + 1_000);
  expect(second).toEqual([
    { key: 'whsec_c' },
    { key: 'whsec_b', until: timestamp(START + 1_000 + DAY) },
    { key: 'whsec_a', until: timestamp(START + DAY) },
  ]);
  expect(rotate(second, 'whsec_d', START + DAY).map(({ key }) => key)).toEqual(['whsec_d', 'whsec_c', 'whsec_b']);
});

test('a message has at most five signatures, however often the secret is rotated', () => {
  let secrets = [{ key: 'whsec_0' }];
  for (let n = 1; n < 20; n += 1) secrets = rotate(secrets, `whsec_${n}`, START);
  expect(signingKeys({ secrets }, START)).toEqual(['whsec_19', 'whsec_18', 'whsec_17', 'whsec_16', 'whsec_15']);
});
