import { expect, test } from 'vitest';

import type { Interaction } from '../../../shared/interaction/interaction.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids, sha256 } from '../../../shared/platform/ids.ts';
import { START } from '../fixtures.ts';
import { HOUR, openWorlds, type World } from './world.ts';

const newWorld = openWorlds();
const campaign_id = ids.next('cmp');

/** A tap of a button, so many seconds after START. */
function tapOf({ tenant }: World, seconds: number, given: Partial<Interaction> = {}): Interaction {
  return {
    ...{ id: ids.at('int', START + seconds * 1000), tenant_id: tenant, campaign_id, message_id: ids.next('msg') },
    ...{ customer_id: ids.next('cus'), button_id: 'yes', button_title: 'Yes', button_type: 'reply' as const },
    ...{ source: 'inbound' as const, clicked_at: timestamp(START + seconds * 1000) },
    ...{ local_weekday: 4, local_hour: 13 },
    ...given,
  };
}

async function entered({ ports }: World, ...taps: Interaction[]): Promise<Interaction[]> {
  for (const one of taps) {
    await ports.messages.skip(one.tenant_id, { ...one, id: one.message_id }, 'cancelled', START);
    const also = ports.messages.tapWrite(one.tenant_id, one, one.button_id, one.clicked_at);
    expect(await ports.interactions.record(one, { key: one.id }, also)).toBe(true);
  }
  return taps;
}

test('a tap is recorded once for its key, together with its message or not at all', async () => {
  const world = newWorld();
  const { interactions, messages } = world.ports;
  const one = tapOf(world, 0);
  const also = messages.tapWrite(world.tenant, one, 'yes', one.clicked_at);
  expect(await interactions.record(one, { key: 'k' }, also)).toBe(false);
  expect(await interactions.get(world.tenant, campaign_id, one.id)).toBeUndefined();
  await entered(world, one);
  expect(await interactions.record({ ...one, id: ids.next('int') }, { key: one.id }, also)).toBe(false);
  expect(await interactions.byTap(world.tenant, campaign_id, one.id)).toEqual(one);
  expect(await interactions.byTap(world.tenant, campaign_id, 'another')).toBeUndefined();
  expect(await interactions.byTap(ids.next('ten'), campaign_id, one.id)).toBeUndefined();
});

test('a key that ends stands for another tap afterwards; one of an earlier version, and of a provider, never ends', async () => {
  const world = newWorld();
  const { interactions, messages } = world.ports;
  const [one] = (await entered(world, tapOf(world, 0))) as [Interaction];
  const also = () => messages.tapWrite(world.tenant, one, 'yes', one.clicked_at);
  const again = (from: number, key = 'api#k') => {
    const tap = { ...one, id: ids.next('int') };
    return interactions.record(tap, { key, key_lasts: { from, until: from + 24 * HOUR } }, also());
  };
  expect([await again(START), await again(START + 1), await again(START + 24 * HOUR)]).toEqual([true, false, false]);
  expect(await again(START + 24 * HOUR + 1)).toBe(true);
  const mark = { pk: `TENANT#${world.tenant}#CAMPAIGN#${campaign_id}`, sk: `TAP#${sha256('api#k')}` };
  expect(await world.table.get(mark)).toMatchObject({ expires_at: START / 1000 + 48 * 3600 + 1 });
  expect(await again(START + 1_000 * HOUR, one.id)).toBe(false);
});

test('the lists of a campaign, a button, a customer and of conversions are newest first', async () => {
  const world = newWorld();
  const { interactions } = world.ports;
  const customer_id = ids.next('cus');
  const taps = await entered(
    world,
    tapOf(world, 0, { customer_id }),
    tapOf(world, 1),
    tapOf(world, 2, { customer_id, button_id: 'no' }),
    tapOf(world, 3, { customer_id, campaign_id: ids.next('cmp') }),
    tapOf(world, 4),
  );
  const [first, second, third, elsewhere, last] = taps as [
    Interaction,
    Interaction,
    Interaction,
    Interaction,
    Interaction,
  ];
  const conversion = { conversion_type: 'purchase', conversion_reference_id: 'o1', converted_at: first.clicked_at };
  expect(await interactions.credit(first, conversion)).toBe(true);
  const converted = { ...first, conversion };
  const page = async (selection: object, limit = 10) =>
    (await interactions.page(world.tenant, campaign_id, selection, { limit })).items;
  expect(await page({})).toEqual([last, third, second, converted]);
  expect(await page({}, 2)).toEqual([last, third]);
  expect(await page({ button_id: 'yes' })).toEqual([last, second, converted]);
  // The same list with the rows by customer and, for a campaign of an earlier version, without.
  expect(await page({ customer_id })).toEqual([third, converted]);
  expect(await page({ customer_id, taps_by_customer: true })).toEqual([third, converted]);
  expect(await page({ converted: true })).toEqual([converted]);
  const theirs = await interactions.pageOfCustomer(world.tenant, customer_id, { limit: 10 });
  expect(theirs.items).toEqual([elsewhere, third, converted]);
  expect(await interactions.newestOf(world.tenant, customer_id, 1)).toEqual([elsewhere]);
  const all = await Array.fromAsync(interactions.all(world.tenant, campaign_id));
  expect(all.map(({ id }) => id)).toEqual([first.id, second.id, third.id, last.id]);
  const other = await interactions.page(ids.next('ten'), campaign_id, {}, { limit: 10 });
  expect(other.items).toEqual([]);
});

test('the pages of a customer’s taps of a campaign are full, whatever others tap and wherever else they tap', async () => {
  const world = newWorld();
  const { interactions } = world.ports;
  const customer_id = ids.next('cus');
  const elsewhere = ids.next('cmp');
  const taps = await entered(
    world,
    ...Array.from({ length: 12 }, (_, n) =>
      tapOf(world, n, n % 3 === 0 ? { customer_id } : n % 3 === 1 ? { customer_id, campaign_id: elsewhere } : {}),
    ),
  );
  const theirs = taps.filter((tap) => tap.customer_id === customer_id && tap.campaign_id === campaign_id);
  const selection = { customer_id, taps_by_customer: true };
  const first = await interactions.page(world.tenant, campaign_id, selection, { limit: 2 });
  const rest = await interactions.page(world.tenant, campaign_id, selection, { limit: 3, after: first.last });
  expect([first.items.length, rest.items.length, rest.last]).toEqual([2, 2, undefined]);
  expect([...first.items, ...rest.items]).toEqual(theirs.toReversed());
  const stranger = await interactions.page(ids.next('ten'), campaign_id, selection, { limit: 10 });
  expect(stranger.items).toEqual([]);
});

test.for([{}, { button_id: 'yes' }, { converted: true }])(
  'the pages of %j have each interaction once',
  async (selection) => {
    const world = newWorld();
    const { interactions } = world.ports;
    const taps = await entered(world, ...Array.from({ length: 7 }, (_, n) => tapOf(world, n)));
    for (const [n, one] of taps.entries()) {
      const conversion = { conversion_type: 'p', conversion_reference_id: `o${n}`, converted_at: one.clicked_at };
      if ('converted' in selection) await interactions.credit(one, conversion);
    }
    const found: string[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const page = await interactions.page(world.tenant, campaign_id, selection, { limit: 3, after });
      found.push(...page.items.map(({ id }) => id));
      after = page.last;
    } while (after);
    expect(found).toEqual(taps.map(({ id }) => id).toReversed());
  },
);

test('the conversions of all campaigns are one list, the latest first', async () => {
  const world = newWorld();
  const { interactions } = world.ports;
  const taps = await entered(world, tapOf(world, 0), tapOf(world, 1), tapOf(world, 2));
  const times = ['2026-11-21T08:00:00.000Z', '2026-11-23T08:00:00.000Z', '2026-11-22T08:00:00.000Z'];
  for (const [n, tap] of taps.entries())
    await interactions.credit(tap, {
      ...{ conversion_type: 'order', conversion_reference_id: `o${n}` },
      converted_at: times[n]!,
    });
  const { items, last } = await interactions.pageOfConversions(world.tenant, { limit: 2 });
  expect(items.map(({ id }) => id)).toEqual([taps[1]!.id, taps[2]!.id]);
  const rest = await interactions.pageOfConversions(world.tenant, { limit: 2, after: last });
  expect(rest.items.map(({ id }) => id)).toEqual([taps[0]!.id]);
  expect((await interactions.pageOfConversions(ids.next('ten'), { limit: 2 })).items).toEqual([]);
});

test('a conversion is credited to one interaction, and an interaction has one conversion', async () => {
  const world = newWorld();
  const { interactions } = world.ports;
  const [one, other] = (await entered(world, tapOf(world, 0), tapOf(world, 1))) as [Interaction, Interaction];
  const sale = { conversion_type: 'purchase', conversion_reference_id: 'o1', converted_at: one.clicked_at };
  const at = { campaign_id, interaction_id: one.id };
  expect(await interactions.credited(world.tenant, sale)).toBeUndefined();
  expect(await interactions.credit(one, sale)).toBe(true);
  expect(await interactions.credit(one, { ...sale, conversion_reference_id: 'o2' })).toBe(false);
  expect(await interactions.credit(other, sale)).toBe(false);
  expect(await interactions.credited(world.tenant, sale)).toEqual(at);
  expect(await interactions.credited(world.tenant, { ...sale, conversion_reference_id: 'o2' })).toBeUndefined();
  expect(await interactions.credited(ids.next('ten'), sale)).toBeUndefined();
  expect(await interactions.credit({ ...other, id: ids.next('int') }, { ...sale, conversion_type: 'x' })).toBe(false);
  expect(await interactions.credit(other, { ...sale, conversion_type: 'booking' })).toBe(true);
});

test('the first answer is kept; when a person is forgotten the taps stay, without what they wrote', async () => {
  const world = newWorld();
  const { interactions } = world.ports;
  const customer_id = ids.next('cus');
  const given = { customer_id, metadata: { order: '1' } };
  const [one, other] = (await entered(world, tapOf(world, 0, given), tapOf(world, 1))) as [Interaction, Interaction];
  const get = ({ id }: Interaction) => interactions.get(world.tenant, campaign_id, id);
  for (const tap of [one, other]) for (const text of ['Size M', 'Or L']) await interactions.answer(tap, text);
  expect((await get(one))?.response_message).toBe('Size M');
  await interactions.forget(world.tenant, customer_id);
  const { metadata: _, ...bare } = one;
  expect(await get(one)).toEqual(bare);
  expect(await get(other)).toEqual({ ...other, response_message: 'Size M' });
  await interactions.answer({ ...one, id: ids.next('int') }, 'nobody');
  expect(await Array.fromAsync(interactions.all(world.tenant, campaign_id))).toHaveLength(2);
});
