import { afterAll, beforeAll, expect, test } from 'vitest';

import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Settlement } from '../../../shared/reaction/auto-reply.ts';
import { autoReplyStore, type AutoReplies } from '../../../shared/reaction/auto-reply.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let autoReplies: AutoReplies;
beforeAll(async () => {
  opened = await testTable();
  autoReplies = autoReplyStore(opened.table);
});
afterAll(() => opened.close());

const tenant = ids.next('ten');
const LEASE = 30_000;
const reference = () => ({ campaign_id: ids.next('cmp'), interaction_id: ids.next('int') });
type Reference = ReturnType<typeof reference>;
const claim = (of: Reference, holder = ids.next('chk'), now = START) =>
  autoReplies.claim(tenant, of, { holder, lease_until: now + LEASE }, now);

test('of many workers that claim at once, one gets the claim, and the others see it held', async () => {
  const of = reference();
  const claims = await Promise.all(Array.from({ length: 5 }, () => claim(of)));
  expect(claims.toSorted()).toEqual(['held', 'held', 'held', 'held', 'ours']);
});

test('a claim that is repeated after a lost answer is given', async () => {
  const of = reference();
  expect([await claim(of, 'chk_a'), await claim(of, 'chk_a')]).toEqual(['ours', 'ours']);
});

test('another tenant, campaign or interaction is another claim', async () => {
  const of = reference();
  await claim(of);
  expect(await claim({ ...of, interaction_id: ids.next('int') })).toBe('ours');
  expect(await claim({ ...of, campaign_id: ids.next('cmp') })).toBe('ours');
  const other = ids.next('ten');
  expect(await autoReplies.claim(other, of, { holder: 'chk_b', lease_until: START + LEASE }, START)).toBe('ours');
  expect(await autoReplies.get(ids.next('ten'), of)).toBeUndefined();
});

test.each<[Settlement]>([
  [{ status: 'accepted', provider_sid: 'SM1' }],
  [{ status: 'failed', error_code: '21211' }],
  [{ status: 'skipped', status_reason: 'opted_out' }],
  [{ status: 'unknown', status_reason: 'silence' }],
])('a reply that was settled as %j cannot be claimed again', async (settlement) => {
  const of = reference();
  await claim(of, 'chk_a');
  await autoReplies.settle(tenant, of, 'chk_a', settlement);
  expect(await autoReplies.get(tenant, of)).toEqual({ ...of, ...settlement });
  expect(await claim(of, 'chk_b', START + LEASE + 1)).toBe('settled');
});

test('a reply that was released can be claimed once more', async () => {
  const of = reference();
  await claim(of, 'chk_a');
  await autoReplies.settle(tenant, of, 'chk_a', { status: 'retry' });
  const claims = await Promise.all(Array.from({ length: 4 }, () => claim(of)));
  expect(claims.toSorted()).toEqual(['held', 'held', 'held', 'ours']);
});

test('a reply whose lease ran out stays unknown, unless its holder still reports that it was accepted', async () => {
  const of = reference();
  await claim(of, 'chk_a');
  expect(await claim(of, 'chk_b', START + LEASE - 1)).toBe('held');
  expect(await claim(of, 'chk_b', START + LEASE)).toBe('died');
  expect(await claim(of, 'chk_b', START + LEASE)).toBe('settled');
  await autoReplies.settle(tenant, of, 'chk_a', { status: 'retry' });
  expect(await autoReplies.get(tenant, of)).toMatchObject({ status: 'unknown' });
  await autoReplies.settle(tenant, of, 'chk_a', { status: 'accepted', provider_sid: 'SM1' });
  expect(await autoReplies.get(tenant, of)).toEqual({ ...of, status: 'accepted', provider_sid: 'SM1' });
});

test('a reply that another worker holds cannot be settled', async () => {
  const of = reference();
  await claim(of, 'chk_a');
  await autoReplies.settle(tenant, of, 'chk_b', { status: 'failed', error_code: '1' });
  expect(await autoReplies.get(tenant, of)).toMatchObject({ status: 'sending', holder: 'chk_a' });
});

test('whoever asks holds the claim until the lease runs out; then another asks, and the first does not get to send', async () => {
  const of = reference();
  const ask = (holder: string, now: number) =>
    autoReplies.claim(tenant, of, { holder, lease_until: now + LEASE }, now, 'asking');
  const send = (holder: string, why?: 'timeout') =>
    autoReplies.beginSending(tenant, of, { holder, lease_until: START + 2 * LEASE }, why);
  expect([await ask('chk_a', START), await ask('chk_a', START), await ask('chk_b', START)]).toEqual([
    ...['ours', 'ours', 'held'],
  ]);
  const late = await Promise.all(['chk_b', 'chk_c'].map((holder) => ask(holder, START + LEASE)));
  expect(late.toSorted()).toEqual(['held', 'ours']);
  const [winner = '', loser = ''] = late[0] === 'ours' ? ['chk_b', 'chk_c'] : ['chk_c', 'chk_b'];
  expect([await send('chk_a'), await send(loser), await send(winner, 'timeout'), await send(winner)]).toEqual([
    ...[false, false, true, true],
  ]);
  expect(await autoReplies.get(tenant, of)).toMatchObject({
    ...{ status: 'sending', holder: winner, fallback_reason: 'timeout', lease_until: START + 2 * LEASE },
  });
  await autoReplies.settle(tenant, of, winner, { status: 'retry' });
  expect(await ask('chk_d', START + LEASE)).toBe('ours');
  expect(await autoReplies.beginSending(tenant, of, { holder: 'chk_d', lease_until: START }, undefined)).toBe(true);
  expect(await autoReplies.get(tenant, of)).not.toHaveProperty('fallback_reason');
});

test('one who asks may settle that nothing is sent', async () => {
  const of = reference();
  await autoReplies.claim(tenant, of, { holder: 'chk_a', lease_until: START + LEASE }, START, 'asking');
  await autoReplies.settle(tenant, of, 'chk_a', { status: 'skipped', status_reason: 'silent' });
  expect(await autoReplies.get(tenant, of)).toEqual({ ...of, status: 'skipped', status_reason: 'silent' });
});
