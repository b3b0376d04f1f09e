import type { Campaign } from '../campaign/campaign.ts';
import { categoryOf, contentsOf, isTemplated } from '../campaign/contents.ts';
import type { Customer } from '../customer/customer.ts';
import type { PriceCategory } from '../provider/provider.ts';
import type { Spent } from '../tenancy/spend.store.ts';
import type { Spending } from '../tenancy/spending.ts';

/** What a campaign's message to somebody counts as, in millionths of the tenant's currency; 0 for whoever has been erased. */
export type ExpectedCost = (customer: Pick<Customer, 'country'> | undefined) => number;

/**
 * Everybody in a country counts the same, as the dearest of the campaign's contents and as if no window were open: a content may be
 * chosen and a window may close after the money was counted, and what was counted must be enough.
 */
export function expectedCosts(campaign: Campaign, spending: Spending): ExpectedCost {
  const categories = categoriesOf(campaign);
  const known = new Map<string | null, number>();
  return (customer) => {
    if (!customer) return 0;
    const { country } = customer;
    const cost = known.get(country) ?? Math.max(...categories.map((category) => spending.costOf(country, category)));
    known.set(country, cost);
    return cost;
  };
}

/**
 * Each piece of a chunk or page with its part of what was counted for all of them, which may be less than its recipients cost where some
 * take no slot; without a cap, with none.
 */
export function withSpend<Piece extends { readonly recipients: readonly string[] }>(
  pieces: readonly Piece[],
  spend: Spent | undefined,
  costOf: ((id: string) => number) | undefined,
): (Piece & { readonly spend: Spent | undefined })[] {
  let left = spend?.amount ?? 0;
  return pieces.map((piece) => {
    if (!spend || !costOf) return { ...piece, spend: undefined };
    const amount = Math.min(
      left,
      piece.recipients.reduce((sum, id) => sum + costOf(id), 0),
    );
    left -= amount;
    return { ...piece, spend: { day: spend.day, amount } };
  });
}

/** What is lacking for each recipient, where the first are covered. */
export function beyond(covered: number, costs: readonly number[]): number[] {
  let left = covered;
  return costs.map((cost) => {
    const lacking = Math.max(0, cost - left);
    left = Math.max(0, left - cost);
    return lacking;
  });
}

function categoriesOf(campaign: Campaign): PriceCategory[] {
  if (!isTemplated(campaign)) return ['service'];
  const templates = contentsOf(campaign).map(({ content }) => categoryOf(campaign, content));
  // Within an open window a utility template counts as an answer.
  return [...new Set<PriceCategory>([...templates, ...(templates.includes('utility') ? (['service'] as const) : [])])];
}
