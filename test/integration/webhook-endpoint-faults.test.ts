import { inject, test } from 'vitest';

import { expectFaults } from '../support/problem.ts';
import { newTenant } from '../support/tenant.ts';

test('what cannot be an endpoint is refused with its faults', async () => {
  const { call } = await newTenant(inject('herald'));
  const refused = (body: object) => call('POST /v1/webhook-endpoints', { body });
  const url = 'https://hooks.example.com/';
  expectFaults(await refused({}), [['url', 'invalid_type']]);
  expectFaults(await refused({ url: 'ftp://hooks.example.com/', events: [], description: 1 }), [
    ['description', 'invalid_type'],
    ['events', 'too_small'],
    ['url', 'url'],
  ]);
  expectFaults(await refused({ url, events: ['customer.born'] }), [['events.0', 'invalid_value']]);
  expectFaults(await refused({ url: `${url}${'x'.repeat(500)}` }), [['url', 'too_big']]);
  expectFaults(await refused({ url: 'http://hooks.example.com/' }), [['url', 'url']]);
  expectFaults(await refused({ url: 'https://me:word@hooks.example.com/' }), [['url', 'credentials']]);
  expectFaults(await refused({ url: 'https://169.254.169.254/latest' }), [['url', 'private_host']]);
  const { body } = await refused({ url });
  const moved = await call(`PATCH /v1/webhook-endpoints/${body.id}`, { body: { url: 'https://127.0.0.1/' } });
  expectFaults(moved, [['url', 'private_host']]);
});
