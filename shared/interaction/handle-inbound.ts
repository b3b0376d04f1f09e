import type { Customers } from '../customer/customer.store.ts';
import { draftCustomer } from '../customer/draft-customer.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { InboundMessage } from '../provider/provider.ts';
import { handleTap, type TapMessagePorts } from './handle-tap.ts';
import { handleWords, type WordsPorts } from './handle-words.ts';
import { MAX_LENGTH, truncate } from './inbound.ts';
import type { Inbounds } from './inbound.store.ts';

export interface InboundPorts extends TapMessagePorts, WordsPorts {
  readonly campaigns: TapMessagePorts['campaigns'];
  readonly customers: WordsPorts['customers'] & Pick<Customers, 'byPhone' | 'upsert' | 'noteInbound'>;
  readonly inbounds: Pick<Inbounds, 'has' | 'add'>;
  readonly interactions: TapMessagePorts['interactions'] & WordsPorts['interactions'];
  readonly messages: TapMessagePorts['messages'] & WordsPorts['messages'];
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Handles a message from a customer. Every change it makes can be made twice to the same effect, and the message is
 * recorded last: a delivery that was interrupted is handled again, a message that was recorded is not.
 */
export async function handleInbound(tenant_id: string, received: InboundMessage, ports: InboundPorts): Promise<void> {
  const { clock, customers, inbounds, log } = ports;
  const inbound = { ...received, text: truncate(received.text, MAX_LENGTH.text) };
  const received_at = timestamp(clock.now());
  const customer = await customerOf(tenant_id, inbound, received_at, ports);
  if (await inbounds.has(tenant_id, customer.id, inbound.sid)) return;

  await customers.noteInbound(tenant_id, customer.id, received_at);
  const handled =
    inbound.button_payload === undefined
      ? await handleWords(customer, inbound, received_at, ports)
      : await handleTap(customer, inbound, received_at, ports);
  await inbounds.add({
    tenant_id,
    customer_id: customer.id,
    sid: inbound.sid,
    text: inbound.text,
    media_urls: inbound.media_urls.filter((url) => url.length <= MAX_LENGTH.url),
    received_at,
    ...handled,
  });
  log('inbound.received', {
    tenant_id,
    customer_id: customer.id,
    campaign_id: handled.campaign_id,
    code: handled.kind,
  });
}

async function customerOf(tenant_id: string, inbound: InboundMessage, now: string, { customers, ids }: InboundPorts) {
  const known = await customers.byPhone(tenant_id, inbound.from);
  if (known) return known;
  const given = {
    phone_number: inbound.from,
    name: truncate(inbound.profile_name?.trim() ?? '', MAX_LENGTH.name) || null,
  };
  const draft = draftCustomer(given, { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now });
  return (await customers.upsert(draft)).customer;
}
