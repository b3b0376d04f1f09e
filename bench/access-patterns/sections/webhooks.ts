import type { DomainEvent } from '../../../shared/event/domain-event.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { deliverWebhook } from '../../../shared/webhook/deliver-webhook.ts';
import { referenceOf } from '../../../shared/webhook/delivery.ts';
import { fanOutEvent } from '../../../shared/webhook/fan-out-event.ts';
import type { PostOutcome } from '../../../shared/webhook/delivery.ts';
import { atLeast, per, type Section } from '../pattern.ts';
import { NOW, type Operation, type World } from '../world.ts';

function eventOf({ tenant_id, ids }: World): DomainEvent {
  const data = {
    campaign: { id: ids.next('cmp'), name: 'Autumn' },
    variant: null,
    status: 'sending',
    status_reason: null,
  };
  return { id: ids.next('evt'), type: 'campaign.started', tenant_id, timestamp: timestamp(NOW), data };
}

async function delivers(world: World, outcome: PostOutcome): Promise<Operation> {
  world.ports.answers.post = outcome;
  const delivery = await world.delivery(eventOf(world));
  return () => deliverWebhook(referenceOf(delivery), world.ports);
}

async function of(world: World, id: string, body?: object): Promise<Operation> {
  const endpoint = await world.endpoint();
  return world.route(id, { params: { id: endpoint.id }, body });
}

async function deliveries(world: World, query?: object): Promise<Operation> {
  const { endpoint_id } = await world.delivery(eventOf(world));
  return world.route('webhook_delivery.list', { params: { id: endpoint_id }, query });
}

export const webhooks: Section = {
  'webhook.fan_out': per('endpoint', async (world, count) => {
    for (let n = 0; n < count; n++) await world.endpoint();
    const event = eventOf(world);
    return () => fanOutEvent(event, world.ports);
  }),
  'webhook.deliver': (world) => delivers(world, { status_code: 200 }),
  '… answered 410': (world) => delivers(world, { status_code: 410 }),
  'webhook_endpoint.create': (world) =>
    world.route('webhook_endpoint.create', { body: { url: 'https://hooks.shop.example/herald' } }),
  'webhook_endpoint.read': (world) => of(world, 'webhook_endpoint.read'),
  'webhook_endpoint.list': atLeast(async (world) => {
    await world.endpoint();
    return world.route('webhook_endpoint.list');
  }),
  'webhook_endpoint.change': (world) => of(world, 'webhook_endpoint.change', { description: 'Orders' }),
  'webhook_endpoint.rotate': (world) => of(world, 'webhook_endpoint.rotate'),
  'webhook_endpoint.delete': (world) => of(world, 'webhook_endpoint.delete'),
  'webhook_endpoint.test': (world) => of(world, 'webhook_endpoint.test'),
  'webhook_delivery.list': atLeast((world) => deliveries(world)),
  'webhook_delivery.list with status': atLeast((world) => deliveries(world, { status: 'pending' })),
  'webhook_delivery.replay': async (world) => {
    const { id, endpoint_id } = await world.delivery(eventOf(world));
    return world.route('webhook_delivery.replay', { params: { id: endpoint_id, delivery_id: id } });
  },
};
