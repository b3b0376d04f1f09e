import { describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { handleCall, type CallPorts } from '../../../shared/interaction/handle-call.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { START } from '../fixtures.ts';
import { HOUR, MINUTE, newNumber, newSid, openWorlds } from './world.ts';

const newWorld = openWorlds();
const [TRACKED, TARGET] = ['+4930111111', '+4930222222'];

async function reached(given: Partial<Campaign> = {}) {
  const world = newWorld();
  const [customer, campaign] = [await world.customer(), await world.campaign(given)];
  await world.sent(campaign, customer);
  world.clock.advance(MINUTE);
  const call = (more: object = {}, ports: CallPorts = world.ports) =>
    handleCall(world.tenant, { sid: newSid('CA'), from: customer.phone_number ?? '', to: TRACKED, ...more }, ports);
  return { world, customer, campaign, call };
}

describe('a call', () => {
  test('to a tracked number is a tap of its button, and is put through', async () => {
    const { world, customer, campaign, call } = await reached();
    expect(await call()).toBe(TARGET);
    expect(await world.taps(campaign)).toMatchObject([
      { button_id: 'call', button_type: 'call', source: 'call', customer_id: customer.id, response_seconds: 50 },
    ]);
    expect(await world.message(campaign, customer)).toMatchObject({ clicked_buttons: ['call'] });
    expect(world.events()).toEqual(['call.received']);
  });

  test('that is reported several times, also at the same time, counts once', async () => {
    const { world, campaign, call } = await reached();
    const sid = newSid('CA');
    expect(await Promise.all(Array.from({ length: 4 }, () => call({ sid })))).toEqual(new Array(4).fill(TARGET));
    await call({ sid });
    expect(await world.taps(campaign)).toHaveLength(1);
    await call();
    expect(await world.taps(campaign)).toHaveLength(2);
  });

  test('is of the newest campaign with that number that the caller was sent', async () => {
    const { world, customer, campaign, call } = await reached();
    const newer = await world.campaign();
    const notSent = await world.campaign();
    const otherNumber = await world.campaign({
      buttons: [{ id: 'x', title: 'X', type: 'call', phone_number: '+4930999999', forward_to: TARGET }],
    });
    for (const one of [newer, otherNumber]) await world.sent(one, customer);
    await call();
    const counts = await Promise.all([campaign, newer, notSent, otherNumber].map((one) => world.taps(one)));
    expect(counts.map(({ length }) => length)).toEqual([0, 1, 0, 0]);
  });

  test.each([
    ['of a stranger', { from: newNumber() }],
    ['of a number withheld', { from: undefined }],
  ])('%s is put through, and does not count', async (_, more) => {
    const { world, campaign, call } = await reached();
    expect(await call(more)).toBe(TARGET);
    expect(await world.taps(campaign)).toEqual([]);
  });

  test('to a number that no campaign tracks is not put through', async () => {
    const { world, campaign, call } = await reached();
    expect(await call({ to: '+4930333333' })).toBeUndefined();
    const untracked = await reached({
      buttons: [{ id: 'call', title: 'Call', type: 'call', phone_number: TRACKED }],
    });
    expect(await untracked.call()).toBeUndefined();
    expect([await world.taps(campaign), await untracked.world.taps(untracked.campaign)]).toEqual([[], []]);
  });

  test('long after the campaign does not count', async () => {
    const month = 30 * 24 * HOUR;
    const { world, campaign, call } = await reached({ started_at: timestamp(START + MINUTE - month - 1) });
    expect(await call()).toBeUndefined();
    expect(await world.taps(campaign)).toEqual([]);
    const recent = await reached({ started_at: timestamp(START + MINUTE - month) });
    expect(await recent.call()).toBe(TARGET);
  });

  test('that cannot be recorded is put through', async () => {
    const { world, campaign, call } = await reached();
    const record = () => Promise.reject(new Error('no table'));
    const broken = { ...world.ports, interactions: { ...world.ports.interactions, record } };
    expect(await call({}, broken)).toBe(TARGET);
    expect(await world.taps(campaign)).toEqual([]);
    expect(world.lines).toMatchObject([['call.unrecorded', { stack: expect.not.stringContaining('no table') }]]);
  });
});
