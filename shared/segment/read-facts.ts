import type { Facts } from '../campaign/audience.ts';
import { campaignsOf, type StoredCriteria } from '../campaign/criteria.ts';
import type { Customer } from '../customer/customer.ts';
import type { EngagedMessage } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import type { NamedCriteria } from './resolve-segments.ts';

export interface FactPorts {
  readonly messages: Pick<Messages, 'betweenCustomers' | 'ofCustomers'>;
}

/** Whose audience it is: all criteria that are asked, the segments that they name, and when (milliseconds since the epoch). */
export interface AudienceQuestion {
  readonly tenant_id: string;
  readonly criteria: readonly StoredCriteria[];
  readonly segments: NamedCriteria;
  readonly at: number;
}

/**
 * Reads what criteria look at beyond the customers of one page of a lane: for each campaign in engagement one query, since its
 * messages are sorted as the customers are; and the messages under other ids of a person by their keys.
 */
export async function readFacts(
  { tenant_id, criteria, segments, at }: AudienceQuestion,
  lane: number,
  customers: readonly Pick<Customer, 'id' | 'linked'>[],
  { messages }: FactPorts,
): Promise<Facts> {
  const [first, last] = [customers[0]?.id, customers.at(-1)?.id];
  const campaigns = [...new Set([...criteria, ...segments.values()].flatMap(campaignsOf))];
  const linked = customers.flatMap(({ linked = [] }) => linked);
  const read = async (campaign_id: string) => {
    if (first === undefined || last === undefined) return [campaign_id, new Map<string, EngagedMessage>()] as const;
    const [own, others] = await Promise.all([
      messages.betweenCustomers(tenant_id, campaign_id, lane, [first, last]),
      linked.length === 0 ? [] : messages.ofCustomers(tenant_id, campaign_id, linked),
    ]);
    return [
      campaign_id,
      new Map<string, EngagedMessage>([...own, ...others].map((message) => [message.customer_id, message])),
    ] as const;
  };
  const found = new Map(await Promise.all(campaigns.map(read)));
  const idsOf = new Map(customers.map(({ id, linked = [] }) => [id, [id, ...linked]]));
  return {
    at,
    segments,
    messagesOf: (campaign_id, customer_id) =>
      (idsOf.get(customer_id) ?? []).flatMap((id) => found.get(campaign_id)?.get(id) ?? []),
  };
}
