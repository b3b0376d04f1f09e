import { describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { attribute, convert } from '../../../shared/interaction/credit-conversion.ts';
import type { Conversion } from '../../../shared/interaction/interaction.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import { recordTap } from '../../../shared/interaction/record-tap.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { busyTable, cancelled, type Operation } from '../../support/busy-table.ts';
import { START, thrown } from '../fixtures.ts';
import { BUTTONS, HOUR, newSid, openWorlds } from './world.ts';

const newWorld = openWorlds();
let orders = 0;
const sale = (given: Partial<Conversion> = {}): Conversion => ({
  conversion_type: 'purchase',
  conversion_reference_id: `order-${orders++}`,
  value: '19.90',
  currency: 'EUR',
  converted_at: timestamp(START + HOUR),
  ...given,
});
const TAKEN = { kind: 'conflict', code: 'conversion.exists' };

/** A customer who was sent a campaign and tapped it at START. */
async function tapped(given: Partial<Campaign> = {}) {
  const world = newWorld();
  const customer = await world.customer();
  const tap = async (campaign: Campaign, at = START, by: Customer = customer) => {
    if (!(await world.message(campaign, by))) await world.sent(campaign, by);
    const message = (await world.message(campaign, by))!;
    const one = { button: BUTTONS[0]!, source: 'api' as const, key: newSid(), clicked_at: timestamp(at) };
    return (await recordTap({ campaign, customer: by, message }, one, world.ports)).interaction;
  };
  const campaign = await world.campaign(given);
  const click = await tap(campaign);
  const { interactions } = world.ports;
  const of = (one = click) => interactions.get(world.tenant, one.campaign_id, one.id);
  const credited = (conversion: Conversion, one = click) => convert(one, conversion, world.ports);
  const report = (conversion: Conversion, by: Customer = customer) => attribute(by, conversion, world.ports);
  return { world, customer, campaign, click, tap, of, credited, report };
}

describe('a conversion of an interaction', () => {
  test('is credited, and changes nothing when it is reported again', async () => {
    const { world, campaign, click, credited, of } = await tapped();
    const conversion = sale();
    const expected = { ...click, conversion };
    expect(await credited(conversion)).toEqual(expected);
    expect(await credited({ ...conversion, converted_at: timestamp(START + 2 * HOUR) })).toEqual(expected);
    expect(await of()).toEqual(expected);
    const page = await world.ports.interactions.page(world.tenant, campaign.id, { converted: true }, { limit: 5 });
    expect(page.items).toEqual([expected]);
  });

  test('is the same one with its amount in another spelling', async () => {
    const { credited, of, report } = await tapped();
    const conversion = sale({ value: '10.00' });
    const first = await credited(conversion);
    for (const value of ['10', '10.0', '010.0000', '10.00']) {
      expect(await credited({ ...conversion, value })).toEqual(first);
      expect(await report({ ...conversion, value })).toEqual(first);
    }
    for (const value of ['10.0001', '1', '100'])
      expect(await thrown(() => credited({ ...conversion, value }))).toMatchObject(TAKEN);
    expect(await of()).toEqual(first);
  });

  test('that differs in anything from the one it has is refused', async () => {
    const { credited, of } = await tapped();
    const conversion = sale();
    await credited(conversion);
    for (const other of [
      { conversion_reference_id: 'another' },
      { conversion_type: 'booking' },
      { value: '19.91' },
      { currency: 'USD' },
      { value: undefined, currency: undefined },
    ]) {
      expect(await thrown(() => credited({ ...conversion, ...other }))).toMatchObject(TAKEN);
    }
    expect((await of())?.conversion).toEqual(conversion);
  });

  test('that is credited to another interaction is refused', async () => {
    const { tap, campaign, credited, of } = await tapped();
    const other = await tap(campaign);
    const conversion = sale();
    await credited(conversion);
    expect(await thrown(() => credited(conversion, other))).toMatchObject(TAKEN);
    expect(await of(other)).not.toHaveProperty('conversion');
  });

  test('may be at the time of the click, not before', async () => {
    const { credited, of } = await tapped();
    const before = sale({ converted_at: timestamp(START - 1) });
    expect(await thrown(() => credited(before))).toMatchObject({ kind: 'conflict', code: 'conversion.before_click' });
    expect(await of()).not.toHaveProperty('conversion');
    expect((await credited(sale({ converted_at: timestamp(START) }))).conversion).toBeDefined();
  });

  test('reported many times at once is credited once; of two different ones one is', async () => {
    const { credited, of } = await tapped();
    const conversion = sale();
    const all = await Promise.all(Array.from({ length: 5 }, () => credited(conversion)));
    expect(all.map((one) => one.conversion)).toEqual(new Array(5).fill(conversion));

    const other = await tapped();
    const two = await Promise.allSettled([other.credited(sale()), other.credited(sale())]);
    expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const won = two.find((one) => one.status === 'fulfilled');
    expect((await other.of())?.conversion).toEqual(won?.value.conversion);
    expect((await of())?.conversion).toEqual(conversion);
  });

  test('of an interaction that does not exist, or of another tenant, is not found', async () => {
    const { click, credited } = await tapped();
    for (const other of [{ id: ids.next('int') }, { campaign_id: ids.next('cmp') }, { tenant_id: ids.next('ten') }]) {
      expect(await thrown(() => credited(sale(), { ...click, ...other }))).toMatchObject({
        code: 'interaction.not_found',
      });
    }
  });
});

test('a write at the same moment does not keep a conversion from being credited', async () => {
  const { world, click, credited, report, of } = await tapped();
  const busy = () => interactionStore(busyTable(world.commands, collision).table);
  const collision = (operation: Operation, request: number) =>
    operation === 'transact' && request === 1 ? cancelled('None', 'TransactionConflict', 'None') : undefined;
  const conversion = sale();
  const place = { tenant_id: world.tenant, id: click.customer_id };
  expect(await attribute(place, conversion, { ...world.ports, interactions: busy() })).toEqual({
    ...click,
    conversion,
  });
  expect([await of(), await report(conversion)]).toEqual(new Array(2).fill({ ...click, conversion }));

  const other = await tapped();
  expect((await convert(other.click, sale(), { ...world.ports, interactions: busy() })).id).toBe(other.click.id);
  expect(await credited(conversion)).toEqual({ ...click, conversion });
});

describe('a conversion of a customer', () => {
  test('is credited to the last click before it', async () => {
    const { world, click, tap, report, of } = await tapped();
    const other = await world.campaign();
    const last = await tap(other, START + 30_000);
    const later = await tap(other, START + HOUR + 1);
    const conversion = sale();
    expect(await report(conversion)).toEqual({ ...last, conversion });
    expect([await of(click), await of(later)]).toEqual([click, later]);
  });

  test('reported again, also many times at once, is credited once', async () => {
    const { campaign, tap, report, of, click } = await tapped();
    const last = await tap(campaign, START + 1);
    const conversion = sale();
    const all = await Promise.all(Array.from({ length: 5 }, () => report(conversion)));
    expect(all).toEqual(new Array(5).fill({ ...last, conversion }));
    expect(await report(conversion)).toEqual({ ...last, conversion });
    expect(await of(click)).toEqual(click);
  });

  test('reported again with another value or currency is refused', async () => {
    const { report } = await tapped();
    const conversion = sale();
    await report(conversion);
    for (const other of [{ value: '1.00' }, { currency: 'USD' }]) {
      expect(await thrown(() => report({ ...conversion, ...other }))).toMatchObject(TAKEN);
    }
  });

  test('reported at once with two values is credited once, and the other is refused', async () => {
    const { campaign, tap, report, of, click } = await tapped();
    await tap(campaign, START + 1);
    const conversion = sale();
    const all = await Promise.allSettled([report(conversion), report({ ...conversion, value: '1.00' })]);
    expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await of(click)).toEqual(click);
  });

  test('that is credited to another customer is refused', async () => {
    const { world, campaign, tap, report, of } = await tapped();
    const other = await world.customer();
    const theirs = await tap(campaign, START, other);
    const conversion = sale();
    await report(conversion);
    expect(await thrown(() => report(conversion, other))).toMatchObject(TAKEN);
    expect(await of(theirs)).toEqual(theirs);
  });

  test('is credited to the click before when the last one has a conversion, and to none when all have', async () => {
    const { campaign, tap, report, click } = await tapped();
    const last = await tap(campaign, START + 1);
    expect((await report(sale()))?.id).toBe(last.id);
    expect((await report(sale()))?.id).toBe(click.id);
    expect(await report(sale())).toBeUndefined();
  });

  test('of several at once each is credited to a click of its own', async () => {
    const { campaign, tap, report, click } = await tapped();
    const last = await tap(campaign, START + 1);
    const all = await Promise.all([report(sale()), report(sale())]);
    expect(all.map((one) => one?.id).toSorted()).toEqual([click.id, last.id].toSorted());
  });

  test.each([
    [0, true],
    [-1, false],
    [2 * HOUR, true],
    [2 * HOUR + 1, false],
  ])('%i ms after the click is within a window of two hours: %s', async (after, within) => {
    const { report, click } = await tapped({ attribution_window_hours: 2 });
    const found = await report(sale({ converted_at: timestamp(START + after) }));
    expect(found?.id).toBe(within ? click.id : undefined);
  });

  test('each click has the window of its own campaign', async () => {
    const { world, tap, report, click } = await tapped({ attribution_window_hours: 24 });
    await tap(await world.campaign({ attribution_window_hours: 1 }), START + 1);
    const found = await report(sale({ converted_at: timestamp(START + 2 * HOUR) }));
    expect(found?.id).toBe(click.id);
  });

  test('of a customer without clicks, or whose campaign is gone, is credited to none', async () => {
    const { world, campaign, click, report, of } = await tapped();
    expect(await report(sale(), await world.customer())).toBeUndefined();
    await world.table.remove({ pk: `TENANT#${world.tenant}#CAMPAIGN#${campaign.id}`, sk: 'CAMPAIGN' });
    expect(await report(sale())).toBeUndefined();
    expect(await of()).toEqual(click);
  });

  test('told twice at once gets the same answer when the other was credited between two looks', async () => {
    const { world, customer, click, report, of } = await tapped();
    const conversion = sale();
    const { interactions } = world.ports;
    const newestOf: typeof interactions.newestOf = async (...asked) => {
      await report(conversion);
      return interactions.newestOf(...asked);
    };
    const ports = { ...world.ports, interactions: { ...interactions, newestOf } };
    const answer = await attribute(customer, conversion, ports);
    expect(answer).toEqual({ ...click, conversion });
    expect(await of()).toEqual(answer);
  });
});
