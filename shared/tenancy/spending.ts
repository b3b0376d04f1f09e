import { decimalOf, partsOf } from '../platform/decimal.ts';
import type { PriceCategory, PriceList } from '../provider/provider.ts';
import { currencyOf, dearestPrice, priceOf } from './message-cost.ts';
import type { Tenant } from './tenant.ts';

/** Amounts that are counted are whole millionths, so that DynamoDB and sums are exact: a cap is at most 10^15 of them. */
const DECIMALS = 6;
const PER_MILLIONTH = 100n;

/** How a tenant's messages count against its cap. Amounts are whole millionths of its currency. */
export interface Spending {
  readonly tenant_id: string;
  readonly cap: number;
  /** ISO 4217 */
  readonly currency: string;
  readonly time_zone: string;
  /**
   * What a message counts as: its price, rounded up; to a country without one, the dearest that is known.
   * @param country ISO 3166, or null @returns Infinity where no price of the category is known at all
   */
  costOf(country: string | null, category: PriceCategory): number;
  /** What the dearest message of a category counts as. */
  dearest(category: PriceCategory): number;
}

type Settings = Pick<Tenant, 'id' | 'spend_cap' | 'message_prices'>;

/** @returns undefined for a tenant without a cap */
export function spendingOf(tenant: Settings | undefined, list: PriceList | undefined): Spending | undefined {
  if (!tenant?.spend_cap) return undefined;
  const { id: tenant_id, spend_cap, message_prices: given } = tenant;
  const most = new Map<PriceCategory, number>();
  const dearest = (category: PriceCategory) => {
    const found = most.get(category) ?? millionths(dearestPrice(category, list, given));
    most.set(category, found);
    return found;
  };
  return {
    ...{ tenant_id, dearest, cap: Number(partsOf(spend_cap.amount, DECIMALS)) },
    ...{ currency: currencyOf(list, given), time_zone: spend_cap.time_zone },
    costOf(country, category) {
      const price = country === null ? undefined : priceOf(country, category, list, given);
      return price === undefined ? dearest(category) : millionths(price);
    },
  };
}

function millionths(price: bigint | undefined): number {
  return price === undefined ? Infinity : Number((price + PER_MILLIONTH - 1n) / PER_MILLIONTH);
}

/** The text of an amount, as people read it: `12.50 EUR`. */
export function moneyOf(amount: number, { currency }: Pick<Spending, 'currency'>): string {
  return `${decimalOf(BigInt(Math.round(amount)), DECIMALS)} ${currency}`;
}

const CATEGORIES: readonly PriceCategory[] = ['marketing', 'utility', 'service'];

/** What the dearest message of any kind to any country counts as. */
export function dearestOf(spending: Spending): number {
  return Math.max(...CATEGORIES.map((category) => spending.dearest(category)));
}
