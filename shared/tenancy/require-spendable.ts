import { invalid } from '../platform/errors.ts';
import type { Changed } from '../platform/expression.ts';
import type { Providers } from '../provider/provider.ts';
import { dearestOf, moneyOf, spendingOf } from './spending.ts';
import type { Tenant } from './tenant.ts';
import type { Tenants } from './tenant.store.ts';

/**
 * Refuses settings by which somebody would wait for good: a cap below what one message may cost, or without prices.
 * @throws HeraldError 400
 */
export async function requireSpendable(
  id: string,
  change: Changed<Pick<Tenant, 'spend_cap' | 'message_prices'>>,
  { priceLists, tenants }: { readonly priceLists: Providers<'prices'>; readonly tenants: Pick<Tenants, 'get'> },
): Promise<void> {
  if (!change.spend_cap && change.message_prices === undefined) return;
  const before = await tenants.get(id);
  const { spend_cap = before?.spend_cap, message_prices = before?.message_prices } = change;
  const after = { id, spend_cap: spend_cap ?? undefined, message_prices: message_prices ?? undefined };
  const spending = spendingOf(after, priceLists(undefined).prices());
  const dearest = spending ? dearestOf(spending) : 0;
  if (!spending || dearest <= spending.cap) return;
  if (dearest === Infinity) {
    const message = `must say what messages cost, since there is a spend_cap: no price in ${spending.currency} is known for some kind of them. Give exchange_rate, or prices of your own for marketing, utility and service`;
    throw invalid([{ path: 'message_prices', code: 'required', message }]);
  }
  const message = `must be at least ${moneyOf(dearest, spending)}: the dearest message costs that`;
  throw invalid([{ path: 'spend_cap.amount', code: 'too_small', message }]);
}
