import type { Campaigns } from '../campaign/campaign.store.ts';
import type { ChangeRecord, FailureQueue } from '../platform/change-record.ts';
import { sha256 } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Providers } from '../provider/provider.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { DomainEvent, EventBus } from './domain-event.ts';
import type { Lookup } from './event-draft.ts';
import { readChange } from './read-change.ts';

export interface PublishPorts {
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly classifiers: Providers<'classify'>;
  readonly eventBus: EventBus;
  readonly failures: FailureQueue;
  readonly log: Log;
  readonly senders: Pick<Senders, 'get'>;
  /** What asks for events, of a tenant. */
  readonly webhookEndpoints: { enabled(tenant: string): Promise<readonly { readonly events: readonly string[] }[]> };
}

/**
 * Publishes the domain events that follow from changes of the table. The stream is the outbox: a batch that fails is
 * delivered again, and the same change makes the same event with the same id.
 */
export async function publishEvents(records: readonly ChangeRecord[], ports: PublishPorts): Promise<void> {
  const lookup = cachedLookup(ports);
  const events: DomainEvent[] = [];
  for (const record of records) {
    const drafts = await readChange(record, lookup);
    if (!drafts) {
      ports.log('event.unpublishable', { code: 'unknown_item' });
      await ports.failures.add(record, 'unknown_item');
      continue;
    }
    events.push(...drafts.map((draft) => ({ id: eventId(record, draft.type), ...draft })));
  }
  if (events.length === 0) return;
  await ports.eventBus.put(events);
  ports.log('events.published', { count: events.length });
  for (const [code, count] of failuresByClass(events)) ports.log('failures.published', { code, count });
}

/** The records of a batch share few tenants and campaigns, so each is read once. */
function cachedLookup({ campaigns, classifiers, senders, webhookEndpoints }: PublishPorts): Lookup {
  const campaignOf = cached((tenant, id) => campaigns.get(tenant, id));
  const senderOf = cached((tenant, id) => senders.get(tenant, id));
  const subscriptionsOf = cached(async (tenant) => {
    const endpoints = await webhookEndpoints.enabled(tenant);
    return new Set(endpoints.flatMap(({ events }) => events));
  });
  return {
    campaign: campaignOf,
    subscriptions: (tenant) => subscriptionsOf(tenant, 'subscriptions'),
    async classify(tenant, campaign, code) {
      const sender = campaign && (await senderOf(tenant, campaign.sender_id));
      return classifiers(sender?.provider).classify(code);
    },
  };
}

function cached<Item>(read: (tenant: string, id: string) => Promise<Item>): typeof read {
  const items = new Map<string, Promise<Item>>();
  return (tenant, id) => {
    const key = `${tenant}#${id}`;
    const item = items.get(key) ?? read(tenant, id);
    items.set(key, item);
    return item;
  };
}

function failuresByClass(events: readonly DomainEvent[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'message.failed') continue;
    counts.set(event.data.class, (counts.get(event.data.class) ?? 0) + 1);
  }
  return counts;
}

function eventId({ pk, sk, sequence }: ChangeRecord, type: DomainEvent['type']): string {
  return `evt_${sha256(`${pk}#${sk}#${sequence}#${type}`).slice(0, 32)}`;
}
