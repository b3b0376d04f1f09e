import { expect, onTestFinished, test, vi } from 'vitest';

import { build } from '../../../shared/runtime/dependency.ts';
import { unreachableAddress } from '../../../shared/runtime/dependencies.ts';
import { requireAddress } from '../../../shared/run/require-address.ts';
import { thrown } from '../fixtures.ts';

test.each([
  ['https://herald.shop.com/', undefined, null],
  ['http://localhost:3000', undefined, 'http://localhost:3000'],
  ['http://192.168.1.2:3000/', undefined, 'http://192.168.1.2:3000'],
  ['http://localhost:3000', 'http://127.0.0.1:4000', null],
])('Twilio reaches %s with its API at %s: %s', (PUBLIC_BASE_URL, TWILIO_API_BASE_URL, address) => {
  expect(unreachableAddress.build({ PUBLIC_BASE_URL, TWILIO_API_BASE_URL })).toBe(address);
});

test('a campaign is not begun where the provider cannot reach this installation, and the answer says what to do', async () => {
  const unreachable = 'http://localhost:3000';
  expect(await thrown(() => requireAddress({ unreachableAddress: unreachable }))).toMatchObject({
    kind: 'conflict',
    code: 'provider.address',
    message: expect.stringMatching(/cannot reach http:\/\/localhost:3000.*Set PUBLIC_BASE_URL/),
  });
  requireAddress({ unreachableAddress: null });
});

test('a function that does not know the public address does not start', () => {
  // Other tests of the process may know one.
  vi.stubEnv('PUBLIC_BASE_URL', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(() => build({ unreachableAddress })).toThrow(/PUBLIC_BASE_URL/);
});
