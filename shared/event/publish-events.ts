import type { ChangeRecord, FailureQueue } from '../platform/change-record.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { sha256 } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { DomainEvent, EventBus } from './domain-event.ts';
import { readChange, type CampaignOf } from './read-change.ts';

/**
 * Tells the bus what the table's changes mean. The stream is the outbox: a batch that fails comes again, and the same
 * change makes the same event, under the same id.
 */
export async function publishEvents(
  records: readonly ChangeRecord[],
  ports: { campaigns: Pick<Campaigns, 'get'>; eventBus: EventBus; failures: FailureQueue; log: Log },
): Promise<void> {
  const campaignOf = readOnce(ports.campaigns);
  const events: DomainEvent[] = [];
  for (const record of records) {
    const facts = await readChange(record, campaignOf);
    if (!facts) {
      ports.log('event.unpublishable', { code: 'unknown_item' });
      await ports.failures.add(record, 'unknown_item');
      continue;
    }
    events.push(...facts.map((fact) => ({ id: eventId(record, fact.type), ...fact })));
  }
  if (events.length === 0) return;
  await ports.eventBus.put(events);
  ports.log('events.published', { count: events.length });
}

/** A batch tells of few campaigns, many times each. */
function readOnce(campaigns: Pick<Campaigns, 'get'>): CampaignOf {
  const read = new Map<string, ReturnType<CampaignOf>>();
  return (tenant_id, campaign_id) => {
    const key = `${tenant_id}#${campaign_id}`;
    const found = read.get(key) ?? campaigns.get(tenant_id, campaign_id);
    read.set(key, found);
    return found;
  };
}

function eventId({ pk, sk, sequence }: ChangeRecord, type: DomainEvent['type']): string {
  return `evt_${sha256(`${pk}#${sk}#${sequence}#${type}`).slice(0, 32)}`;
}
