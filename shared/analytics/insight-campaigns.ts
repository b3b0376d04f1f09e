import type { Campaign } from '../campaign/campaign.ts';
import type { Position, Range, StorePage } from '../platform/page.ts';

const PAGES = 5;
const PAGE = 100;

/**
 * The newest campaigns that have begun, and whether there are or may be more: it reads 500 campaigns at most, including
 * those that never began.
 * @param list campaigns, newest first
 */
export async function newestBegun(
  list: (range: Range) => Promise<StorePage<Campaign>>,
  { campaigns: wanted, since = '' }: { readonly campaigns: number; readonly since?: string | undefined },
): Promise<{ campaigns: readonly Campaign[]; truncated: boolean }> {
  const begun: Campaign[] = [];
  let after: Position | undefined;
  for (let page = 0; page < PAGES && begun.length <= wanted; page++) {
    const { items, last } = await list({ limit: PAGE, after });
    begun.push(...items.filter(({ started_at }) => started_at !== undefined && started_at >= since));
    if (!last) return { campaigns: begun.slice(0, wanted), truncated: begun.length > wanted };
    after = last;
  }
  return { campaigns: begun.slice(0, wanted), truncated: true };
}
