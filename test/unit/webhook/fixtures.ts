import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { DeliveryReference } from '../../../shared/webhook/delivery.ts';
import { EVENT_TYPES, type DomainEvent } from '../../../shared/event/domain-event.ts';
import { signingKey, type WebhookEndpoint } from '../../../shared/webhook/webhook-endpoint.ts';
import { START } from '../fixtures.ts';

export function endpointOf(given: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return {
    id: ids.next('whe'),
    tenant_id: ids.next('ten'),
    url: 'https://hooks.example.com/herald?token=geheim',
    events: [...EVENT_TYPES],
    description: null,
    status: 'enabled',
    status_reason: null,
    secrets: [{ key: signingKey(ids.secret()) }],
    created_at: timestamp(START),
    updated_at: timestamp(START),
    ...given,
  };
}

export function eventOf(given: Partial<Pick<DomainEvent, 'tenant_id' | 'timestamp'>> = {}): DomainEvent {
  return {
    id: ids.next('evt'),
    type: 'campaign.started',
    tenant_id: ids.next('ten'),
    timestamp: timestamp(START),
    data: { campaign: { id: ids.next('cmp'), name: 'Autumn' }, variant: null, status: 'sending', status_reason: null },
    ...given,
  };
}

/** A queue of deliveries that keeps what it is given, and until when. */
export function keptQueue() {
  const added: { reference: DeliveryReference; due: number }[] = [];
  return {
    added,
    add: async (reference: DeliveryReference, due: number) => void added.push({ reference, due }),
  };
}
