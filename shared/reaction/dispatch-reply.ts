import type { Customers } from '../customer/customer.store.ts';
import { optOut } from '../interaction/opt-out.ts';
import type { Messages } from '../message/message.store.ts';
import { timestamp } from '../platform/clock.ts';
import { sha256 } from '../platform/ids.ts';
import type { ButtonClicked, DomainEvent, EventBus } from '../event/domain-event.ts';
import { deliverEvent, type DispatchPorts } from '../webhook/fan-out-event.ts';
import { sendAutoReply, type AutoReplyPorts } from './send-auto-reply.ts';

export interface ReplyPorts extends AutoReplyPorts, DispatchPorts {
  readonly customers: Pick<Customers, 'get' | 'change' | 'addTags'>;
  readonly eventBus: EventBus;
  readonly messages: Pick<Messages, 'recordOptOut'>;
}

/**
 * Performs the action of a tapped button. Each action is idempotent per event, since queue and bus deliver at least once.
 * An action that cannot be performed is logged with its reason.
 * @throws Error when the event must be delivered again
 */
export async function dispatchReply(event: ButtonClicked, ports: ReplyPorts): Promise<void> {
  const { tenant_id, data } = event;
  const skipReason = await perform(event, ports);
  ports.log(skipReason === undefined ? 'reply.routed' : 'reply.skipped', {
    tenant_id,
    campaign_id: data.campaign?.id,
    customer_id: data.customer.id,
    code: skipReason ?? data.action?.type,
  });
}

/** @returns why the action was not performed; undefined when it was */
async function perform(event: ButtonClicked, ports: ReplyPorts): Promise<string | undefined> {
  const { clock, customers, eventBus } = ports;
  const { tenant_id, data } = event;
  const { action } = data;
  switch (action?.type) {
    case undefined:
      return 'no_action';
    case 'auto_reply':
      return sendAutoReply(event, action, ports);
    case 'tag':
      return customers.addTags(tenant_id, data.customer.id, action.tags, timestamp(clock.now()));
    case 'opt_out':
      return recordOptOut(event, ports);
    case 'event':
      await eventBus.put([buttonEvent(event, action.name)]);
      return undefined;
    case 'webhook':
      if (!(await customers.get(tenant_id, data.customer.id))) return 'customer_deleted';
      return (await deliverEvent(event, action.webhook_endpoint_id, ports)) > 0 ? undefined : 'no_webhook_endpoint';
    case 'agent':
      return 'other_queue';
    default:
      return action satisfies never;
  }
}

/** The opt-out dates from the tap: if the event is repeated after the customer opted in again, it must not opt them out. */
async function recordOptOut({ tenant_id, data }: ButtonClicked, ports: ReplyPorts): Promise<undefined> {
  const at = timestamp(Math.min(Date.parse(data.interaction.clicked_at), ports.clock.now()));
  await optOut(
    {
      tenant_id,
      customer_id: data.customer.id,
      campaign_id: data.campaign?.id,
      content_key: data.content_key,
      variant: data.variant ?? undefined,
      button_id: data.button.id,
      source: 'button',
      text: data.button.title,
      at,
      isLate: true,
    },
    ports,
  );
}

/** The same tap makes the same event, under the same id. */
function buttonEvent(
  { id, tenant_id, timestamp, data: { action: _, ...context } }: ButtonClicked,
  name: string | undefined,
): DomainEvent {
  const type = 'button.event';
  const own = `evt_${sha256(`${id}#${type}`).slice(0, 32)}`;
  return { id: own, type, tenant_id, timestamp, data: { ...context, name: name ?? null } };
}
