import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { InboundMessage } from '../provider/provider.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { findPerson, type PersonPorts } from './find-person.ts';
import { findTap, recordFoundTap, type TapMessagePorts } from './handle-tap.ts';
import { handleWords, type WordsPorts } from './handle-words.ts';
import { kindOf, MAX_LENGTH, truncate, type HandledInbound } from './inbound.ts';
import type { Inbounds } from './inbound.store.ts';

export interface InboundPorts extends TapMessagePorts, WordsPorts, PersonPorts {
  readonly campaigns: TapMessagePorts['campaigns'];
  readonly customers: TapMessagePorts['customers'] &
    WordsPorts['customers'] &
    PersonPorts['customers'] &
    Pick<Customers, 'noteInbound'>;
  readonly inbounds: Pick<Inbounds, 'has' | 'add'>;
  readonly interactions: TapMessagePorts['interactions'] & WordsPorts['interactions'];
  readonly messages: TapMessagePorts['messages'] & WordsPorts['messages'];
  readonly tenants: Pick<Tenants, 'get'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Handles a message from a person. Every change it makes can be made twice to the same effect, and the message is recorded
 * last: a delivery that was interrupted is handled again, a message that was recorded is not.
 * @returns what it turned out to be; undefined when nobody is known to have written it, or when it was recorded before
 */
export async function handleInbound(
  tenant_id: string,
  received: InboundMessage,
  ports: InboundPorts,
): Promise<HandledInbound | undefined> {
  const { clock, customers, inbounds, log } = ports;
  const inbound = { ...received, text: truncate(received.text, MAX_LENGTH.text) };
  const received_at = timestamp(inbound.written_at ?? clock.now());
  const customer = await findPerson(tenant_id, inbound, received_at, ports);
  if (!customer) {
    log('inbound.unattributed', { tenant_id });
    return undefined;
  }
  if (await inbounds.has(tenant_id, customer.id, inbound.sid)) return undefined;

  // One that is handled late says nothing new of a person who has written since.
  if (inbound.written_at === undefined || (customer.last_inbound_at ?? '') < received_at)
    await customers.noteInbound(tenant_id, customer.id, received_at);
  const handled = await handle(customer, inbound, received_at, ports);
  await inbounds.add({
    tenant_id,
    customer_id: customer.id,
    sid: inbound.sid,
    text: inbound.text,
    media_urls: inbound.media_urls.filter((url) => url.length <= MAX_LENGTH.url),
    ...(inbound.content && { content: inbound.content }),
    received_at,
    ...handled,
  });
  log('inbound.received', {
    tenant_id,
    customer_id: customer.id,
    campaign_id: handled.campaign_id,
    code: handled.kind,
  });
  return handled;
}

/** An opt-out is judged before everything else, by what was written and by the title of the button that was tapped. */
async function handle(
  customer: Customer,
  inbound: InboundMessage,
  received_at: string,
  ports: InboundPorts,
): Promise<HandledInbound> {
  if (inbound.content?.type === 'reaction' && inbound.keyword === undefined) return { kind: 'reaction' };
  const ownWords = (await ports.tenants.get(customer.tenant_id))?.opt_out_words;
  const kinds = [inbound.text, inbound.button_text ?? ''].map((text) => kindOf(text, inbound.keyword, ownWords));
  const kind = kinds.includes('opt_out') ? 'opt_out' : (kinds[0] ?? 'reply');
  const isTap = inbound.button_payload !== undefined;
  const tap = isTap ? await findTap(customer, inbound, received_at, ports) : undefined;
  if (kind === 'opt_out') {
    const words = await handleWords(customer, inbound, { kind, received_at, tapped: tap }, ports);
    return tap ? { ...(await recordFoundTap(customer, inbound, tap, received_at, ports)), kind } : words;
  }
  if (tap) return recordFoundTap(customer, inbound, tap, received_at, ports);
  if (isTap && kind === 'reply') return { kind };
  return handleWords(customer, inbound, { kind, received_at }, ports);
}
