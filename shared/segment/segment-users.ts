import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { askedBy } from '../campaign/asked.ts';
import { segmentsOf, type StoredCriteria } from '../campaign/criteria.ts';
import { pagesOf, type StorePage } from '../platform/page.ts';
import { MAX_DEPTH } from './resolve-segments.ts';
import type { Segment } from './segment.ts';
import type { Segments } from './segment.store.ts';

const PAGE = 100;

function isNaming(criteria: StoredCriteria, ids: ReadonlySet<string>): boolean {
  return segmentsOf(criteria).some((id) => ids.has(id));
}

/** The tenant's segments that name one of these. */
export async function segmentsNaming(
  tenant_id: string,
  ids: ReadonlySet<string>,
  segments: Pick<Segments, 'all'>,
): Promise<Segment[]> {
  return (await segments.all(tenant_id)).filter(({ criteria }) => isNaming(criteria, ids));
}

/** The scheduled campaigns that name one of these segments; a quota bounds how many are scheduled. */
export async function scheduledNaming(
  tenant_id: string,
  ids: ReadonlySet<string>,
  campaigns: Pick<Campaigns, 'page'>,
): Promise<Campaign[]> {
  const found: Campaign[] = [];
  const pages = pagesOf<StorePage<Campaign>>((after) => campaigns.page(tenant_id, 'scheduled', { limit: PAGE, after }));
  for await (const { items } of pages)
    found.push(...items.filter((campaign) => askedBy(campaign).some((criteria) => isNaming(criteria, ids))));
  return found;
}

/** Whether a scheduled campaign would go to others if this segment changed, also through segments that name it. */
export async function isScheduled(
  tenant_id: string,
  id: string,
  { campaigns, segments }: { readonly campaigns: Pick<Campaigns, 'page'>; readonly segments: Pick<Segments, 'all'> },
): Promise<boolean> {
  const ids = new Set([id]);
  const all = await segments.all(tenant_id);
  for (let depth = 0; depth < MAX_DEPTH; depth += 1)
    for (const segment of all) if (isNaming(segment.criteria, ids)) ids.add(segment.id);
  return (await scheduledNaming(tenant_id, ids, campaigns)).length > 0;
}
