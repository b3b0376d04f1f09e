import { expect, test } from 'vitest';

import { isPublicUrl } from '../../../shared/platform/public-url.ts';

test.each([
  ['https://herald.shop.com', true],
  ['https://abc123.execute-api.eu-central-1.amazonaws.com', true],
  ['https://a1b2.ngrok-free.app/', true],
  ['http://93.184.216.34', true],
  ['http://localhost:3000', false],
  ['http://herald.localhost', false],
  ['http://127.0.0.1:3000', false],
  ['http://0.0.0.0', false],
  ['http://[::1]:3000', false],
  ['http://[::ffff:192.168.1.2]', false],
  ['http://10.0.0.7', false],
  ['http://192.168.1.2', false],
  ['http://172.20.0.1', false],
  ['http://169.254.1.1', false],
  ['http://100.64.0.1', false],
  ['http://[fd00::1]', false],
  ['http://[fe80::1]', false],
  ['http://2130706433', false],
  ['http://my-laptop:3000', false],
  ['http://my-laptop.local', false],
  ['https://herald.internal', false],
  ['https://herald.test.', false],
  ['nonsense', false],
])('%s is public: %s', (url, expected) => {
  expect(isPublicUrl(url)).toBe(expected);
});
