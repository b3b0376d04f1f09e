import { expect, test } from 'vitest';

import type { Tap } from '../../../shared/interaction/interaction.ts';
import { recordTap, wasSent } from '../../../shared/interaction/record-tap.ts';
import { MESSAGE_STATUSES } from '../../../shared/message/message.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { START } from '../fixtures.ts';
import { BUTTONS, openWorlds } from './world.ts';

const newWorld = openWorlds();

async function reached() {
  const world = newWorld();
  const [customer, campaign] = [await world.customer(), await world.campaign()];
  await world.sent(campaign, customer);
  const message = (await world.message(campaign, customer))!;
  const tap = (given: Partial<Tap> = {}) =>
    recordTap(
      { campaign, customer, message },
      { button: BUTTONS[0]!, source: 'api', key: 'k1', clicked_at: timestamp(START + 70_000), ...given },
      world.ports,
    );
  return { world, customer, campaign, message, tap };
}

test('a tap that is reported many times at once is recorded once, and each report gets that interaction', async () => {
  const { world, campaign, tap } = await reached();
  const all = await Promise.all(Array.from({ length: 10 }, () => tap()));
  expect(all.filter(({ recorded }) => recorded)).toHaveLength(1);
  expect(new Set(all.map(({ interaction }) => interaction.id)).size).toBe(1);
  expect(await world.taps(campaign)).toEqual([all[0]!.interaction]);
});

test('taps of several buttons at once are all recorded, and the first time is kept', async () => {
  const { world, customer, campaign, tap } = await reached();
  await tap({ button: BUTTONS[1]!, key: 'k0', clicked_at: timestamp(START + 60_000) });
  await Promise.all(BUTTONS.map((button, n) => tap({ button, key: `k${n + 1}` })));
  expect(await world.taps(campaign)).toHaveLength(4);
  const message = await world.message(campaign, customer);
  expect(message?.clicked_buttons?.toSorted()).toEqual(['call', 'site', 'yes']);
  expect(message?.first_click_at).toBe(timestamp(START + 60_000));
});

test('of taps that come at once or out of order, the earliest is when an experiment counts it', async () => {
  const { world, customer, campaign, message } = await reached();
  const experiment = { metric: 'tapped' as const, window_hours: 24, test_share: 1, no_winner: 'control' as const };
  // Each was read before any other tap was recorded, as functions do that run at the same time.
  const tried = { ...message, phase: 'test' as const, tried_at: timestamp(START) };
  const tap = (n: number) =>
    recordTap(
      { campaign: { ...campaign, experiment }, customer, message: tried },
      { button: BUTTONS[0]!, source: 'api', key: `k${n}`, clicked_at: timestamp(START + n * 1_000) },
      world.ports,
    );
  await tap(9);
  await tap(8);
  expect((await world.message(campaign, customer))?.did_at).toBe(timestamp(START + 8_000));
  await Promise.all([7, 3, 5, 2, 6, 4].map(tap));
  await tap(10);
  expect((await world.message(campaign, customer))?.did_at).toBe(timestamp(START + 2_000));
  expect(await world.taps(campaign)).toHaveLength(9);
});

test('a tap that is said to be older than the message counts in no experiment, and the real one does', async () => {
  const { world, customer, campaign, message } = await reached();
  const experiment = { metric: 'tapped' as const, window_hours: 24, test_share: 1, no_winner: 'control' as const };
  const tried = { ...message, phase: 'test' as const, tried_at: timestamp(START + 30_000) };
  const tap = (key: string, at: number) =>
    recordTap(
      { campaign: { ...campaign, experiment }, customer, message: tried },
      { button: BUTTONS[0]!, source: 'api', key, clicked_at: timestamp(at) },
      world.ports,
    );
  await tap('k1', START);
  expect((await world.message(campaign, customer))?.did_at).toBeUndefined();
  await tap('k2', START + 70_000);
  expect((await world.message(campaign, customer))?.did_at).toBe(timestamp(START + 70_000));
});

test('the response time counts from the delivery, is never negative, and the hour is that of the customer', async () => {
  const { tap, message, campaign, customer, world } = await reached();
  expect((await tap()).interaction).toMatchObject({ response_seconds: 60, local_weekday: 4, local_hour: 13 });
  const early = await tap({ key: 'k2', clicked_at: timestamp(START) });
  expect(early.interaction.response_seconds).toBe(0);
  const { delivered_at: _, ...accepted } = message;
  const { accepted_at: __, ...bare } = accepted;
  const given = { button: BUTTONS[0]!, source: 'api' as const, clicked_at: timestamp(START + 70_000) };
  const of = async (one: typeof bare, key: string) =>
    (
      await recordTap(
        { campaign, customer: { ...customer, timezone: 'Pacific/Auckland' }, message: one },
        { ...given, key },
        world.ports,
      )
    ).interaction;
  expect(await of(accepted, 'k3')).toMatchObject({ response_seconds: 70, local_weekday: 5, local_hour: 1 });
  expect(await of(bare, 'k4')).not.toHaveProperty('response_seconds');
});

test('a tap is not recorded without its message', async () => {
  const { world, campaign, tap } = await reached();
  const { interactions } = world.ports;
  const also = { key: { pk: 'TENANT#none', sk: 'MESSAGE#none' }, change: { set: { a: 1 } }, where: { exists: true } };
  const { interaction } = await tap();
  const other = { ...interaction, id: interaction.id.replace(/.$/, (end) => (end === '0' ? '1' : '0')) };
  expect(await interactions.record(other, { key: 'k9' }, also)).toBe(false);
  expect(await interactions.byTap(world.tenant, campaign.id, 'k9')).toBeUndefined();
  expect(await world.taps(campaign)).toEqual([interaction]);
});

test('a message counts as sent in every status but retry and skipped', async () => {
  const { message } = await reached();
  expect(MESSAGE_STATUSES.filter((status) => !wasSent({ ...message, status }))).toEqual(['retry', 'skipped']);
});
