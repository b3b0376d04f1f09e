import type { Campaign } from '../campaign/campaign.ts';
import type { ErrorClass } from '../provider/error-class.ts';
import type { DomainEvent } from './domain-event.ts';

type WithoutId<Event> = Event extends DomainEvent ? Omit<Event, 'id'> : never;

/** An event that has no id yet. */
export type EventDraft = WithoutId<DomainEvent>;

/** What an event needs beyond its item. */
export interface Lookup {
  campaign(tenant: string, campaign: string): Promise<Campaign | undefined>;
  /** The class of an error code at the provider of the campaign's sender. */
  classify(tenant: string, campaign: Campaign | undefined, code: string): Promise<ErrorClass>;
  /** The types of events that the tenant's webhook endpoints ask for. */
  subscriptions(tenant: string): Promise<ReadonlySet<string>>;
}

/** An item before and after a change. */
export interface ItemChange<Item> {
  readonly before: Item | undefined;
  readonly after: Item;
}

/** Which campaign an event is about, null once it has been deleted; and which of its contents and arms, where it has several. */
export function context(
  campaign: Campaign | '' | undefined,
  { content_key, variant }: { readonly content_key?: string | undefined; readonly variant?: string | undefined } = {},
): { campaign: { id: string; name: string } | null; content_key?: string; variant: string | null } {
  const about = campaign ? { id: campaign.id, name: campaign.name } : null;
  return { campaign: about, ...(content_key !== undefined && { content_key }), variant: variant ?? null };
}
