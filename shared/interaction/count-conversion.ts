import type { Campaigns } from '../campaign/campaign.store.ts';
import { idsOf, type Customer } from '../customer/customer.ts';
import type { Messages } from '../message/message.store.ts';
import type { Message } from '../message/message.ts';
import type { Clock } from '../platform/clock.ts';

export interface CountPorts {
  readonly campaigns: Pick<Campaigns, 'countingConversions'>;
  readonly clock: Clock;
  readonly messages: Pick<Messages, 'ofCustomer' | 'get' | 'countConversion'>;
}

/** How many other reports of one person may come in between. */
const MAX_TRIES = 10;

/**
 * Counts a conversion in each experiment that counts conversions and that the person is part of, whether or not a tap led to it:
 * whoever got nothing has nothing to tap. The same one again changes nothing.
 */
export async function countConversion(
  customer: Pick<Customer, 'tenant_id' | 'id' | 'linked'>,
  converted_at: string,
  { campaigns, clock, messages }: CountPorts,
): Promise<void> {
  const { tenant_id } = customer;
  const counting = await campaigns.countingConversions(tenant_id, clock.now());
  if (counting.length === 0) return;
  const found = await Promise.all(idsOf(customer).map((id) => messages.ofCustomer(tenant_id, counting, id)));
  for (const message of found.flat()) await countIn(message, tenant_id, converted_at, messages);
}

async function countIn(
  message: Message,
  tenant_id: string,
  converted_at: string,
  messages: CountPorts['messages'],
): Promise<void> {
  let current: Message | undefined = message;
  for (let tries = 0; tries < MAX_TRIES && current; tries += 1) {
    const news = newsFor(current, converted_at);
    if (!news || (await messages.countConversion(tenant_id, current, news))) return;
    // Another report came in between.
    current = await messages.get(tenant_id, current);
  }
  if (current) throw new Error('A conversion could not be counted: others were counted all the time.');
}

/** What a conversion changes of what is known: the earliest counts, since the message was tried and since it was planned. */
function newsFor(message: Message, at: string): Pick<Message, 'did_at' | 'bought_at'> | undefined {
  const { phase, metric, tried_at, did_at, planned_at, bought_at } = message;
  const isCounted = phase === 'test' && metric === 'converted' && tried_at !== undefined && tried_at <= at;
  const isDone = isCounted && (did_at === undefined || at < did_at);
  const isBought = planned_at !== undefined && planned_at <= at && (bought_at === undefined || at < bought_at);
  return isDone || isBought ? { ...(isDone && { did_at: at }), ...(isBought && { bought_at: at }) } : undefined;
}
