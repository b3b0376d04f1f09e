import { multiplied, partsOf } from '../platform/decimal.ts';
import type { PriceCategory, PriceList } from '../provider/provider.ts';
import type { MessagePrices } from './message-prices.ts';

const DEFAULT_CURRENCY = 'USD';

/** The currency that a tenant's messages are counted in. */
export function currencyOf(list: PriceList | undefined, given: MessagePrices | undefined): string {
  return given?.currency ?? list?.currency ?? DEFAULT_CURRENCY;
}

/** In parts of the tenant's currency; undefined where neither the tenant nor the list has a price. */
export function priceOf(
  country: string,
  category: PriceCategory,
  list: PriceList | undefined,
  given: MessagePrices | undefined,
): bigint | undefined {
  const own = given?.own?.[country]?.[category];
  if (own !== undefined) return partsOf(own);
  const listed = list?.priceOf(country, category);
  if (listed === undefined) return undefined;
  if (!given || given.currency === list?.currency) return partsOf(listed);
  return given.exchange_rate === undefined ? undefined : multiplied(partsOf(listed), partsOf(given.exchange_rate));
}

/** The dearest price that is known of a category, in parts; undefined where none is. */
export function dearestPrice(
  category: PriceCategory,
  list: PriceList | undefined,
  given: MessagePrices | undefined,
): bigint | undefined {
  const countries = new Set([...(list?.countries ?? []), ...Object.keys(given?.own ?? {})]);
  const prices = [...countries].flatMap((country) => priceOf(country, category, list, given) ?? []);
  return prices.reduce<bigint | undefined>(
    (most, price) => (most === undefined || price > most ? price : most),
    undefined,
  );
}
