import { askedBy } from '../../shared/campaign/asked.ts';
import type { Campaign } from '../../shared/campaign/campaign.ts';
import { canonicalNumber } from '../../shared/customer/canonical-number.ts';
import { idsOf, type Customer } from '../../shared/customer/customer.ts';
import type { Customers } from '../../shared/customer/customer.store.ts';
import { sidsOf, type Message, type MessageStatus } from '../../shared/message/message.ts';
import type { Messages } from '../../shared/message/message.store.ts';
import type { Ids } from '../../shared/platform/ids.ts';
import { inBatches } from '../../shared/platform/in-batches.ts';
import { sideBySide } from '../../shared/platform/side-by-side.ts';
import type { SentMessage } from '../../shared/provider/provider.ts';
import { isRecipient } from '../../shared/run/is-recipient.ts';
import { readFacts } from '../../shared/segment/read-facts.ts';
import type { NamedCriteria } from '../../shared/segment/resolve-segments.ts';
import type { CampaignProgress } from './progress.store.ts';

/** As many numbers as one lookup takes. */
const NUMBERS = 50;
const AT_ONCE = 10;

/** What is sent by itself when the campaign goes on; and what a replay sends again. */
const UNSENT = ['retry', 'sending'] as const;
const FAILED = ['failed', 'undelivered'] as const;

const REASON = 'The table was restored, and the provider lists a message to this customer that it does not know of.';

/** A campaign that may have been sent to more people than the table knows of, and the segments that its audience names. */
export interface Doubtful {
  readonly campaign: Campaign;
  readonly segments: NamedCriteria;
  readonly noted: CampaignProgress;
}

export interface MarkPorts {
  readonly customers: Pick<Customers, 'byPhones'>;
  readonly ids: Pick<Ids, 'next'>;
  readonly messages: Pick<Messages, 'betweenCustomers' | 'ofCustomers' | 'supposeSent'>;
}

/**
 * Makes unknown, in each of these campaigns, whoever the provider was given a message for that no row has. The list names neither
 * our campaign nor our message: where a person may belong to several, all of them are kept from sending to them, which a person can
 * undo by a replay. Safe to repeat.
 * @param listed what one sender was given since @param doubtful the campaigns of this sender @param now RFC 3339
 * @returns how many messages became unknown, by campaign
 */
export async function markSent(
  tenant: string,
  listed: readonly SentMessage[],
  doubtful: readonly Doubtful[],
  now: string,
  ports: MarkPorts,
): Promise<ReadonlyMap<string, number>> {
  const marked = new Map<string, number>();
  for (const group of inBatches(listed, NUMBERS)) {
    const numbers = [...new Set(group.flatMap(({ to }) => to ?? []))];
    const people = await ports.customers.byPhones(tenant, numbers);
    const ids = [...people.values()].flatMap(idsOf);
    const rows = new Map<string, Message[]>();
    for (const { campaign } of doubtful)
      rows.set(campaign.id, await ports.messages.ofCustomers(tenant, campaign.id, ids));
    const strangers = withoutRow(group, people, [...rows.values()].flat());
    for (const one of doubtful) {
      const { id } = one.campaign;
      const count = await markIn(one, strangers, rows.get(id) ?? [], now, ports);
      marked.set(id, (marked.get(id) ?? 0) + count);
    }
  }
  return marked;
}

/** Somebody to whom a message went that no row has. */
interface Reached {
  readonly customer: Customer;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

function withoutRow(
  listed: readonly SentMessage[],
  people: ReadonlyMap<string, Customer>,
  rows: readonly Message[],
): Reached[] {
  const known = new Set(rows.flatMap(sidsOf));
  const reached = listed.flatMap(({ provider_sid, to, created_at }) => {
    const customer = to === undefined || known.has(provider_sid) ? undefined : people.get(canonicalNumber(to));
    return customer ? [[customer.id, { customer, at: created_at }] as const] : [];
  });
  // As facts are read: in the order of the ids.
  return [...new Map(reached).values()].sort((a, b) => (a.customer.id < b.customer.id ? -1 : 1));
}

async function markIn(
  doubtful: Doubtful,
  reached: readonly Reached[],
  rows: readonly Message[],
  now: string,
  ports: MarkPorts,
): Promise<number> {
  const { tenant_id, id: campaign_id } = doubtful.campaign;
  const from: readonly MessageStatus[] = doubtful.noted.rerun ? [...UNSENT, ...FAILED] : UNSENT;
  const audience = await recipientsAmong(doubtful, reached, now, ports);
  const done = await sideBySide(audience, AT_ONCE, async ({ customer, at: sending_since }) => {
    const own = new Set(idsOf(customer));
    const customer_id = rows.find((row) => own.has(row.customer_id))?.customer_id ?? customer.id;
    const sent = { id: ports.ids.next('msg'), campaign_id, customer_id, sending_since };
    return ports.messages.supposeSent(tenant_id, sent, REASON, from);
  });
  return done.filter(Boolean).length;
}

/** Those whom the campaign would send to, were it resumed: the others need no row, and get none. */
async function recipientsAmong(
  { campaign, segments }: Doubtful,
  reached: readonly Reached[],
  now: string,
  { messages }: MarkPorts,
): Promise<Reached[]> {
  const { tenant_id, started_at = now } = campaign;
  const question = { tenant_id, criteria: askedBy(campaign), segments, at: Date.parse(started_at) };
  const people = reached.map(({ customer }) => customer);
  const facts = await readFacts(question, people, { messages });
  return reached.filter(({ customer }) => isRecipient({ ...campaign, started_at }, customer, facts));
}
