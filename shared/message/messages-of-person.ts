import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { pagesOf, type Range, type StorePage } from '../platform/page.ts';
import type { Message } from './message.ts';
import type { Messages } from './message.store.ts';

/** How many campaigns a page looks through: it may then be empty, while more follow. */
const MAX_SCANNED = 1_000;

export interface PersonPorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly messages: Pick<Messages, 'ofCustomer'>;
}

export interface SentMessage {
  readonly campaign: Campaign;
  readonly message: Message;
}

/**
 * What a person was sent by campaigns, those of the newest campaigns first. Messages have no index by customer, because each of
 * their writes would pay for it: each campaign's message is read by its key, if there is one.
 * @param ids the customer's own id, and those whose messages it took over
 */
export async function messagesOfPerson(
  tenant: string,
  ids: readonly string[],
  { campaigns, messages }: PersonPorts,
  { limit, after }: Range,
): Promise<StorePage<SentMessage>> {
  const read = Math.max(1, Math.floor(limit / ids.length));
  let scanned = 0;
  const pages = pagesOf<StorePage<Campaign>>(
    (behind) => campaigns.page(tenant, undefined, { limit: read, ...(behind && { after: behind }) }),
    after,
  );
  for await (const { items: listed, last } of pages) {
    scanned += listed.length;
    const campaignIds = listed.map(({ id }) => id);
    const found = (await Promise.all(ids.map((id) => messages.ofCustomer(tenant, campaignIds, id)))).flat();
    const items = listed.flatMap((campaign) =>
      found.filter(({ campaign_id }) => campaign_id === campaign.id).map((message) => ({ campaign, message })),
    );
    if (items.length > 0 || !last || scanned >= MAX_SCANNED) return { items, last, scanned };
  }
  return { items: [], last: undefined, scanned };
}
