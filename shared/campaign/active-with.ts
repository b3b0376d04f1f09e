import { pagesOf, type StorePage } from '../platform/page.ts';
import { ACTIVE_STATUSES } from './campaign-status.ts';
import type { Campaign } from './campaign.ts';
import type { Campaigns } from './campaign.store.ts';

const PAGE = 100;

/**
 * The tenant's campaigns that are scheduled, sending or paused and have a text somewhere: an address or a template's id stands in a
 * content, in an automatic reply or in a template's variable, and nothing else looks like it. A quota bounds how many there are.
 */
export async function activeWith(
  text: string,
  tenant_id: string,
  campaigns: Pick<Campaigns, 'page'>,
): Promise<Campaign[]> {
  const found: Campaign[] = [];
  for (const status of ACTIVE_STATUSES) {
    const pages = pagesOf<StorePage<Campaign>>((after) => campaigns.page(tenant_id, status, { limit: PAGE, after }));
    for await (const { items } of pages) found.push(...items.filter((one) => JSON.stringify(one).includes(text)));
  }
  return found;
}
