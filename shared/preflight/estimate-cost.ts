import { decimalOf } from '../platform/decimal.ts';
import type { PriceCategory, PriceList } from '../provider/provider.ts';
import { currencyOf, priceOf } from '../tenancy/message-cost.ts';
import type { MessagePrices } from '../tenancy/message-prices.ts';

/** What a campaign costs in one country. Amounts are decimal numbers as text. */
interface CostLine {
  readonly country: string | null;
  readonly category: PriceCategory;
  readonly people: number;
  /** Of one message; null where it is not known. */
  readonly price: string | null;
  readonly amount: string | null;
}

export interface Cost {
  /** Of those whose price is known. */
  readonly amount: string;
  readonly currency: string;
  readonly as_of: string | null;
  readonly source: string | null;
  readonly lines: readonly CostLine[];
}

/**
 * What messages cost if all of them are delivered: by the tenant's own prices, else by the list's.
 * @param people by country ('' where it has none) and category: `DE marketing`
 */
export function estimateCost(
  people: ReadonlyMap<string, number>,
  list: PriceList | undefined,
  given: MessagePrices | undefined,
): Cost {
  const currency = currencyOf(list, given);
  let total = 0n;
  const lines = [...people].map(([key, count]): CostLine => {
    const [country, category] = key.split(' ') as [string, PriceCategory];
    const price = priceOf(country, category, list, given);
    const line = { country: country || null, category: category, people: count };
    if (price === undefined) return { ...line, price: null, amount: null };
    const amount = price * BigInt(count);
    total += amount;
    return { ...line, price: decimalOf(price), amount: decimalOf(amount) };
  });
  lines.sort((a, b) => b.people - a.people || (String(a.country) < String(b.country) ? -1 : 1));
  const isListed = list !== undefined && (currency === list.currency || given?.exchange_rate !== undefined);
  const origin = isListed ? { as_of: list.as_of, source: list.source } : { as_of: null, source: null };
  return { amount: decimalOf(total), currency, ...origin, lines };
}
