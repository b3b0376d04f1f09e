import type { Customer } from '../../../shared/customer/customer.ts';
import { CONSENT } from '../builders.ts';
import { atLeast, per, type Section } from '../pattern.ts';
import type { Operation, World } from '../world.ts';

const OTHER_CONSENT = { status: 'opted_out', source: 'phone' };
const NUMBER = '+4915112345678';

/** Asks to create a customer of a number that the tenant has. */
async function known(world: World, other: object): Promise<Operation> {
  const { phone_number, name } = await world.customer();
  return world.route('customer.create', { body: { phone_number, name, ...other } });
}

async function change(world: World, body: object): Promise<Operation> {
  const { id } = await world.customer();
  return world.route('customer.change', { params: { id }, body });
}

function importOf(world: World, customers: readonly Pick<Customer, 'phone_number' | 'name'>[]): Promise<Operation> {
  const rows = customers.map(({ phone_number, name }) => `${phone_number},${name},opted_in,web`);
  return world.route('customer.import', { body: ['phone_number,name,consent,consent_source', ...rows].join('\n') });
}

function people<One>(count: number, make: (place: number) => One): One[] {
  return Array.from({ length: count }, (_, place) => make(place));
}

/** Some of one lane, one after another: their order is that of their ids. */
async function add(world: World, count: number): Promise<Customer[]> {
  const all: Customer[] = [];
  while (all.length < count) all.push(await world.customer());
  return all;
}

export const customers: Section = {
  'customer.create, new number': (world) =>
    world.route('customer.create', { body: { phone_number: NUMBER, name: 'Ana', consent: CONSENT } }),
  'customer.create, new number without consent': (world) =>
    world.route('customer.create', { body: { phone_number: NUMBER, name: 'Ana' } }),
  'customer.create, known number, nothing new': (world) => known(world, {}),
  'customer.create, known number, other fields': (world) => known(world, { name: 'Bea' }),
  'customer.create, known number, other consent': (world) => known(world, { consent: OTHER_CONSENT }),
  'customer.import of new customers': per('customer', (world, count) =>
    importOf(
      world,
      people(count, (place) => ({ phone_number: `+491511234567${place}`, name: 'Ana' })),
    ),
  ),
  'customer.import of unchanged customers': per('customer', async (world, count) =>
    importOf(world, await add(world, count)),
  ),
  'customer.import of changed customers': per('customer', async (world, count) => {
    const all = await add(world, count);
    return importOf(
      world,
      all.map((one) => ({ ...one, name: 'Bea' })),
    );
  }),
  'customer.read': async (world) => {
    const { id } = await world.customer();
    return world.route('customer.read', { params: { id } });
  },
  'consent.list': atLeast(async (world) => {
    const { id } = await world.customer();
    return world.route('consent.list', { params: { id } });
  }),
  'customer.change': (world) => change(world, { name: 'Bea' }),
  'customer.change of consent': (world) => change(world, { consent: OTHER_CONSENT }),
  'customer.list': atLeast(async (world) => {
    await add(world, 3);
    return world.route('customer.list');
  }),
  'customer.list with tag': atLeast(async (world) => {
    await add(world, 3);
    return world.route('customer.list', { query: { tag: 'vip' } });
  }),
  'customer.list with count': atLeast(async (world) => {
    await add(world, 3);
    return world.route('customer.list', { query: { count: 'true' } });
  }),
  'customer.list with phone_number': async (world) => {
    const { phone_number } = await world.customer();
    return world.route('customer.list', { query: { phone_number } });
  },
};
