import type { Campaign } from '../campaign/campaign.ts';
import { expectedCosts } from '../run/expected-costs.ts';
import { moneyOf, type Spending } from '../tenancy/spending.ts';
import type { Budget } from './forecast.ts';

/** What a campaign counts as against its tenant's cap; amounts in millionths of the tenant's currency. */
export interface SpendOutlook extends Budget {
  readonly spending: Spending;
  readonly total: number;
  /** Of the dearest message to anybody whom it reaches. */
  readonly dearest: number;
}

/** @param people by country ('' where it has none) and category: `DE marketing` @param spent in the day in which it begins */
export function spendOutlook(
  campaign: Campaign,
  people: ReadonlyMap<string, number>,
  spending: Spending,
  spent: number,
): SpendOutlook {
  const costOf = expectedCosts(campaign, spending);
  const costs = [...people].flatMap(([key, count]) => {
    const [country = ''] = key.split(' ');
    return count > 0 ? [{ count, cost: costOf({ country: country || null }) }] : [];
  });
  const reach = costs.reduce((sum, { count }) => sum + count, 0);
  const total = costs.reduce((sum, { count, cost }) => sum + count * cost, 0);
  const { cap, time_zone } = spending;
  const dearest = Math.max(0, ...costs.map(({ cost }) => cost));
  return { spending, cap, time_zone, spent, total, dearest, each: reach > 0 ? total / reach : 0 };
}

/** Why somebody would wait for good; undefined when everybody is sent to sooner or later. */
export function unaffordable({ spending, cap, dearest }: SpendOutlook): string | undefined {
  if (dearest <= cap) return undefined;
  if (dearest === Infinity)
    return `No price in ${spending.currency} is known, so nothing can be sent under spend_cap. Give prices in message_prices, or take the cap away, with PATCH /v1/tenant.`;
  return `One message counts as ${moneyOf(dearest, spending)}, and spend_cap permits ${moneyOf(cap, spending)} in a day: it would wait for good. Raise spend_cap with PATCH /v1/tenant.`;
}

/** What to know of a campaign that costs more than is left for the day. */
export function spendSentence({ spending, cap, spent, total }: SpendOutlook): string | undefined {
  if (total <= cap - spent || total === Infinity) return undefined;
  return `This counts as ${moneyOf(total, spending)}, and spend_cap permits ${moneyOf(cap, spending)} in a day, of which ${moneyOf(spent, spending)} are spent: who does not fit is sent to on later days.`;
}
