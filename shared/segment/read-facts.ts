import type { Facts } from '../campaign/audience.ts';
import { campaignsOf, type StoredCriteria } from '../campaign/criteria.ts';
import type { Customer } from '../customer/customer.ts';
import type { EngagedMessage } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import { laneOf } from '../platform/lanes.ts';
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
 * Reads what criteria look at beyond a page of customers: for each campaign in engagement one query in each of their lanes, since
 * its messages are sorted as the customers are; and the messages under other ids of a person by their keys.
 * @param customers in order of their ids, or in the opposite one
 */
export async function readFacts(
  { tenant_id, criteria, segments, at }: AudienceQuestion,
  customers: readonly Pick<Customer, 'id' | 'linked'>[],
  { messages }: FactPorts,
): Promise<Facts> {
  const campaigns = [...new Set([...criteria, ...segments.values()].flatMap(campaignsOf))];
  const linked = customers.flatMap(({ linked = [] }) => linked);
  const spans = campaigns.length === 0 ? [] : spansOf(customers.map(({ id }) => id));
  const read = async (campaign_id: string) => {
    const [others, ...own] = await Promise.all([
      linked.length === 0 ? [] : messages.ofCustomers(tenant_id, campaign_id, linked),
      ...spans.map(({ lane, range }) => messages.betweenCustomers(tenant_id, campaign_id, lane, range)),
    ]);
    return [
      campaign_id,
      new Map<string, EngagedMessage>([...own.flat(), ...others].map((message) => [message.customer_id, message])),
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

/** From which id to which customers are, lane by lane. */
function spansOf(ids: readonly string[]) {
  return [...Map.groupBy(ids, laneOf)].map(([lane, [first = '', ...rest]]) => {
    const last = rest.at(-1) ?? first;
    return { lane, range: first < last ? ([first, last] as const) : ([last, first] as const) };
  });
}
