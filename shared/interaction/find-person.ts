import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import { draftCustomer, type Reached } from '../customer/draft-customer.ts';
import { readButtonToken } from '../message/message-token.ts';
import type { Messages } from '../message/message.store.ts';
import type { Ids } from '../platform/ids.ts';
import { traceOf, type Log } from '../platform/log.ts';
import type { InboundMessage } from '../provider/provider.ts';
import { MAX_LENGTH, truncate } from './inbound.ts';
import { wasSent } from './record-tap.ts';

export interface PersonPorts {
  readonly customers: Pick<
    Customers,
    'byPhone' | 'byUserId' | 'person' | 'upsert' | 'giveNumber' | 'setUserNames' | 'link'
  >;
  readonly ids: Ids;
  readonly log: Log;
  readonly messages: Pick<Messages, 'get'>;
  /** The number that a message of ours was sent to, as the provider knows it; undefined if it does not. */
  readonly recipientOf?: (provider_sid: string) => Promise<string | undefined>;
}

/**
 * Finds who wrote: by number, else by our token, by user id, and by the message that is replied to. Whoever is new becomes a
 * customer, unless the message is handled late. Addresses that come together are linked, so that each of them leads to the one customer from then on.
 * @returns undefined when the message says nothing of its author
 */
export async function findPerson(
  tenant_id: string,
  inbound: InboundMessage,
  now: string,
  ports: PersonPorts,
): Promise<Customer | undefined> {
  const { customers, log } = ports;
  const { from, whatsapp_user_id, whatsapp_parent_user_id, username } = inbound;
  const known = from === undefined ? undefined : await customers.byPhone(tenant_id, from);
  if (known && !isNewUserId(known, inbound)) return withNames(known);

  const byId = await byUserIds(tenant_id, inbound, ports);
  const author = known ?? (from === undefined ? await withoutNumber(tenant_id, inbound, byId, ports) : undefined);
  // Whoever wrote some time ago may have been erased since.
  const isLate = inbound.written_at !== undefined;
  const found = author ?? (isLate ? undefined : await added(tenant_id, inbound, byId, now, ports));
  if (!found) return undefined;
  const joined = byId && byId.id !== found.id ? await join(found, byId, now, ports) : found;
  if (known?.whatsapp_user_id) log('customer.user_id_changed', { tenant_id, customer_id: found.id });
  return withNames(joined);

  async function withNames(customer: Customer): Promise<Customer> {
    const names = {
      whatsapp_user_id,
      whatsapp_parent_user_id,
      username: username && truncate(username, MAX_LENGTH.name),
    };
    const isKnown = Object.entries(names).every(
      ([field, name]) => name === undefined || name === customer[field as keyof typeof names],
    );
    return isKnown ? customer : ((await customers.setUserNames(tenant_id, customer.id, names, now)) ?? customer);
  }
}

function isNewUserId(known: Customer, { whatsapp_user_id }: InboundMessage): boolean {
  return whatsapp_user_id !== undefined && known.whatsapp_user_id !== whatsapp_user_id;
}

async function byUserIds(
  tenant: string,
  { whatsapp_user_id, whatsapp_parent_user_id }: InboundMessage,
  { customers }: PersonPorts,
): Promise<Customer | undefined> {
  for (const id of [whatsapp_user_id, whatsapp_parent_user_id]) {
    const found = id === undefined ? undefined : await customers.byUserId(tenant, id);
    if (found) return found;
  }
  return undefined;
}

/** Our own message tells whose number it is that a user id stands for. */
async function withoutNumber(
  tenant: string,
  { button_payload = '', replied_to_sid }: InboundMessage,
  byId: Customer | undefined,
  { customers, log, messages, recipientOf }: PersonPorts,
): Promise<Customer | undefined> {
  if (byId && byId.phone_number !== null) return byId;
  const token = readButtonToken(button_payload);
  const message = token && (await messages.get(tenant, token));
  const tapped = message && wasSent(message) ? await customers.person(tenant, message.customer_id) : undefined;
  if (tapped || !replied_to_sid || !recipientOf) return tapped ?? byId;
  try {
    const number = await recipientOf(replied_to_sid);
    return (number && (await customers.byPhone(tenant, number))) || byId;
  } catch (error) {
    // What they say counts all the same, and for their number, too, once a later message shows it.
    log('inbound.unresolved', { tenant_id: tenant, ...traceOf(error) });
    return byId;
  }
}

/** A new customer, or the one of a user id that shows its number for the first time. */
async function added(
  tenant_id: string,
  { from, whatsapp_user_id, country, profile_name }: InboundMessage,
  byId: Customer | undefined,
  now: string,
  { customers, ids }: PersonPorts,
): Promise<Customer | undefined> {
  const name = truncate(profile_name?.trim() ?? '', MAX_LENGTH.name) || null;
  const about = { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now };
  const draft = (reached: Reached) => draftCustomer({ name, ...reached }, about);
  if (from === undefined) {
    const reached = whatsapp_user_id && { phone_number: null, whatsapp_user_id, country: country ?? null };
    return reached ? (await customers.upsert(draft(reached))).customer : undefined;
  }
  const created = draft({ phone_number: from });
  if (byId?.phone_number === null) {
    const { country, timezone } = created.customer;
    const given = await customers.giveNumber(byId, { phone_number: from, country, timezone }, now);
    if (given) return customers.person(tenant_id, byId.id);
  }
  return (await customers.upsert(created)).customer;
}

/** Someone known by user id alone is the person of the number. A customer with another number has lost the id to this one. */
async function join(
  found: Customer,
  byId: Customer,
  now: string,
  { customers, ids, log }: PersonPorts,
): Promise<Customer> {
  if (byId.phone_number !== null) return found;
  const linked = await customers.link(found.tenant_id, found.id, byId.id, { now, consent_id: ids.next('con') });
  log('customer.linked', { tenant_id: found.tenant_id, customer_id: found.id });
  return linked ?? found;
}
