import { expect, test } from 'vitest';

import { countryCode } from '../../../shared/platform/country.ts';
import { estimateCost } from '../../../shared/preflight/estimate-cost.ts';
import { whatsappPrices } from '../../../shared/provider/twilio/whatsapp-prices.ts';
import list from '../../../shared/provider/twilio/whatsapp-rates.json' with { type: 'json' };

const people = new Map([
  ['DE marketing', 3_100],
  ['FR marketing', 3],
  ['XK marketing', 2],
  [' service', 1],
]);

test('a cost is the sum of what each country costs, and names the countries without a price', () => {
  const cost = estimateCost(people, whatsappPrices(), undefined);
  // 0.1365 and 0.0859 by list, with a fee of 0.005 each.
  expect(cost).toMatchObject({ amount: '438.9227', currency: 'USD', as_of: '2026-10-01' });
  expect(cost.lines).toEqual([
    { country: 'DE', category: 'marketing', people: 3_100, price: '0.1415', amount: '438.65' },
    { country: 'FR', category: 'marketing', people: 3, price: '0.0909', amount: '0.2727' },
    { country: 'XK', category: 'marketing', people: 2, price: null, amount: null },
    { country: null, category: 'service', people: 1, price: null, amount: null },
  ]);
});

test('a tenant’s own prices come first; another currency needs a rate of exchange for the others', () => {
  const own = { XK: { marketing: '0.1' } };
  const without = estimateCost(people, whatsappPrices(), { currency: 'EUR', own });
  expect(without).toMatchObject({ amount: '0.20', currency: 'EUR', as_of: null, source: null });
  const rate = estimateCost(people, whatsappPrices(), { currency: 'EUR', own, exchange_rate: '0.5' });
  expect(rate).toMatchObject({ amount: '219.66135', currency: 'EUR', as_of: '2026-10-01' });
  expect(estimateCost(people, undefined, undefined)).toMatchObject({ amount: '0.00', currency: 'USD' });
});

test('a sum of many small amounts is exact', () => {
  const many = new Map(['DE', 'FR', 'IN', 'BR'].map((country) => [`${country} marketing`, 1_000_003]));
  expect(estimateCost(many, whatsappPrices(), undefined).amount).toBe('316700.9501');
});

test('the list has each country once, by a code that customers can have', () => {
  const codes = [...Object.keys(list.countries), ...list.regions.flatMap(({ countries }) => countries)];
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => !countryCode.safeParse(code).success)).toEqual([]);
});
