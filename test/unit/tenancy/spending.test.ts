import { expect, test } from 'vitest';

import type { PriceList } from '../../../shared/provider/provider.ts';
import { whatsappPrices } from '../../../shared/provider/twilio/whatsapp-prices.ts';
import type { MessagePrices } from '../../../shared/tenancy/message-prices.ts';
import { requireSpendable } from '../../../shared/tenancy/require-spendable.ts';
import { dearestOf, moneyOf, spendingOf } from '../../../shared/tenancy/spending.ts';
import type { Tenant } from '../../../shared/tenancy/tenant.ts';
import { tenantOf } from '../fixtures.ts';

const PRICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DE: { marketing: '0.14', utility: '0.06', service: '0.06' },
  FR: { marketing: '0.10', utility: '0.07', service: '0.00000001' },
};
const list: PriceList = {
  ...{ as_of: '2026-10-01', source: 'A list', currency: 'USD', countries: Object.keys(PRICES) },
  priceOf: (country, category) => PRICES[country]?.[category],
};
const spend_cap = { amount: '12.5', time_zone: 'UTC' };
const spendingBy = (message_prices?: MessagePrices, prices: PriceList | undefined = list) =>
  spendingOf({ id: 'ten_1', spend_cap, message_prices }, prices)!;

test('a tenant without a cap has nothing to count', () => {
  expect(spendingOf({ id: 'ten_1' }, list)).toBeUndefined();
  expect(spendingOf(undefined, list)).toBeUndefined();
});

test('amounts are whole millionths, and no message counts as less than it costs', () => {
  const spending = spendingBy();
  expect([spending.cap, spending.currency]).toEqual([12_500_000, 'USD']);
  expect(spending.costOf('DE', 'marketing')).toBe(140_000);
  expect(spending.costOf('FR', 'service')).toBe(1);
  expect(moneyOf(spending.cap, spending)).toBe('12.50 USD');
});

test('a country without a price, and a number without a country, count as the dearest of their kind', () => {
  const spending = spendingBy();
  expect([spending.costOf('XK', 'marketing'), spending.costOf(null, 'marketing')]).toEqual([140_000, 140_000]);
  expect([spending.costOf('XK', 'utility'), spending.costOf(null, 'utility')]).toEqual([70_000, 70_000]);
  expect(dearestOf(spending)).toBe(140_000);
});

test('own prices come before the list’s, which are exchanged', () => {
  const own = { DE: { marketing: '0.2' }, AQ: { marketing: '3' } };
  const euros = spendingBy({ currency: 'EUR', exchange_rate: '0.5', own });
  expect(euros.currency).toBe('EUR');
  expect(['DE', 'FR', 'AQ', 'XK'].map((country) => euros.costOf(country, 'marketing'))).toEqual([
    200_000, 50_000, 3_000_000, 3_000_000,
  ]);
  const unlisted = spendingBy({ currency: 'EUR', own });
  expect([unlisted.costOf('FR', 'marketing'), unlisted.costOf('DE', 'utility')]).toEqual([3_000_000, Infinity]);
  expect(spendingOf({ id: 'ten_1', spend_cap }, undefined)!.costOf('DE', 'marketing')).toBe(Infinity);
});

test('every price of the list counts as what it is', () => {
  const prices = whatsappPrices();
  const spending = spendingBy(undefined, prices);
  expect(prices.countries.length).toBeGreaterThan(50);
  for (const country of prices.countries)
    expect(spending.costOf(country, 'marketing')).toBe(Math.round(Number(prices.priceOf(country, 'marketing')) * 1e6));
});

const change = (given: Parameters<typeof requireSpendable>[1], before: Partial<Tenant> = {}) =>
  requireSpendable('ten_1', given, {
    priceLists: () => ({ prices: () => list }),
    tenants: { get: async () => tenantOf({ id: 'ten_1', ...before }) },
  });
const cap = (amount: string) => ({ amount, time_zone: 'UTC' });

test.each<[string, Parameters<typeof requireSpendable>[1], Partial<Tenant>?]>([
  ['a cap of one message', { spend_cap: cap('0.14') }],
  ['a cap by own prices of all kinds', { spend_cap: cap('1') }, { message_prices: ownOf('0.9', '0.8', '0.7') }],
  ['a cap that is taken away with its prices', { spend_cap: null, message_prices: null }, { spend_cap: cap('0.01') }],
  ['any prices without a cap', { message_prices: { currency: 'EUR' } }],
  ['something else', {}, { spend_cap: cap('0.01') }],
])('%s is taken', async (_, given, before) => expect(change(given, before)).resolves.toBeUndefined());

test.each<[string, Parameters<typeof requireSpendable>[1], Partial<Tenant>, string, RegExp]>([
  ['below the dearest message', { spend_cap: cap('0.139999') }, {}, 'spend_cap.amount', /0\.14 USD/],
  ['without prices', { spend_cap: cap('9') }, { message_prices: { currency: 'EUR' } }, 'message_prices', /EUR/],
  ['of a kind without prices', { spend_cap: cap('9') }, { message_prices: ownOf('1', '1') }, 'message_prices', /EUR/],
  [
    'that dearer prices leave behind',
    { message_prices: ownOf('2', '1', '1') },
    { spend_cap: cap('1') },
    'spend_cap.amount',
    /2\.00 EUR/,
  ],
])('a cap %s is refused', async (_, given, before, path, message) => {
  await expect(change(given, before)).rejects.toMatchObject({
    kind: 'invalid',
    faults: [{ path, message: expect.stringMatching(message) }],
  });
});

function ownOf(marketing: string, utility: string, service?: string): MessagePrices {
  return { currency: 'EUR', own: { DE: { marketing, utility, ...(service && { service }) } } };
}
