import { afterEach, expect, test } from 'vitest';

import { tapsOf, sentTo } from '../../support/sent.ts';
import { post } from '../../support/status-callback.ts';
import { expectRedirect, expectTwiml, THROUGH, visit, voiceCallback } from '../../support/taps.ts';
import { newTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

const { faults, functionArn } = herald.stack;
afterEach(() => faults.clear());

const FAILING = {
  service: 'dynamodb',
  when: 'before',
  action: 'error',
  status: 400,
  code: 'ValidationException',
} as const;

test('a call that cannot be entered is put through all the same', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  faults.add({ ...FAILING, caller: functionArn('webhook.voice'), operation: 'TransactWriteItems' });
  const call = voiceCallback(tenant, sent.customer.phone_number);
  expectTwiml(await post(tenant, call), THROUGH);
  expect([faults.counts().error, await tapsOf(tenant, sent.campaign.id)]).toEqual([1, []]);
  faults.clear();
  expectTwiml(await post(tenant, call), THROUGH);
  expect(await tapsOf(tenant, sent.campaign.id)).toHaveLength(1);
});

test.for(['TransactWriteItems', 'GetItem'])('%s failing, a link leads on all the same', async (operation) => {
  const tenant = await newTenant(herald);
  const { link, campaign } = await sentTo(tenant);
  expectRedirect(await visit(herald, link, { headers: { 'user-agent': 'curl/8' } }));
  // Without the tenant and the campaign nobody knows where it leads; everything after them may fail.
  const skip = operation === 'GetItem' ? 2 : 0;
  faults.add({ ...FAILING, caller: functionArn('link.follow'), operation, skip });
  expectRedirect(await visit(herald, link));
  expect(faults.counts().error).toBeGreaterThan(0);
  faults.clear();
  expect(await tapsOf(tenant, campaign.id)).toEqual([]);
  expectRedirect(await visit(herald, link));
  expect(await tapsOf(tenant, campaign.id)).toHaveLength(1);
});
