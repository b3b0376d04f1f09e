import { askedBy } from '../campaign/asked.ts';
import { asBegun, type Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import { withChoice } from '../message/choice.ts';
import { maySend } from '../message/may-send.ts';
import { lengthOf } from '../message/personal.ts';
import { personalise } from '../message/personalise.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { conflict, notFound } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import { LANES } from '../platform/lanes.ts';
import { isRecipient } from '../run/is-recipient.ts';
import { readFacts, type FactPorts } from '../segment/read-facts.ts';
import { resolveSegments } from '../segment/resolve-segments.ts';
import type { Segments } from '../segment/segment.store.ts';
import { requireScope, type Caller } from '../tenancy/caller.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { chosenContent } from './chosen-content.ts';
import { chosenNow } from './chosen-now.ts';
import { NOTHING_KNOWN, strangerOf } from './person.ts';
import type { Preview, PreviewRequest } from './preview.ts';
import { showPreview } from './show-preview.ts';

export interface PreviewPorts extends FactPorts {
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'person' | 'lanePage'>;
  readonly ids: Ids;
  readonly publicBaseUrl: string;
  readonly segments: Pick<Segments, 'getAll'>;
  readonly tenants: Pick<Tenants, 'ensuredLinkSecret'>;
}

/**
 * What one person would get of a campaign, to the letter, and why that.
 * @throws HeraldError 403 when the caller may not read customers, 404 without the customer, 409 when nobody would get it
 */
export async function previewMessage(
  campaign: Campaign,
  request: PreviewRequest,
  caller: Pick<Caller, 'scopes'>,
  ports: PreviewPorts,
): Promise<Preview> {
  const now = ports.clock.now();
  const begun = asBegun(campaign, timestamp(now));
  if (request.customer_id || request.case === 'longest') requireScope(caller, 'customers:read');
  const person = await chosenNow(begun, await personOf(begun, request, ports), now, ports);
  const isCustomer = request.sample === undefined && request.case !== 'empty';
  const chosen = chosenContent(begun, person, request.content_key, isCustomer);
  const linkSecret = await ports.tenants.ensuredLinkSecret(campaign.tenant_id, ports.ids.secret());
  const links = { publicBaseUrl: ports.publicBaseUrl, linkSecret, nobody: ports.ids.next('cus') };
  const answer = isCustomer ? maySend(chosen.alone, person, undefined, { begin: now, end: now }) : undefined;
  return {
    ...showPreview(begun, person, chosen, links),
    customer_id: isCustomer ? person.id : null,
    left_out: answer?.kind === 'never' ? answer.reason : null,
  };
}

async function personOf(
  campaign: Campaign,
  { customer_id, sample, case: extreme }: PreviewRequest,
  ports: PreviewPorts,
): Promise<Customer> {
  const { clock, customers, ids } = ports;
  const { tenant_id } = campaign;
  if (customer_id !== undefined) {
    const found = await customers.person(tenant_id, customer_id);
    if (!found) throw notFound('customer');
    return found;
  }
  if (extreme === 'longest') return longest(campaign, clock.now(), ports);
  const nobody = { id: ids.next('cus'), tenant_id, phone_number: null };
  return strangerOf(sample ?? NOTHING_KNOWN, nobody, timestamp(clock.now()));
}

/** How many customers of each lane are looked at. */
const PAGE = 500;

/** Who would get the longest message, among the first customers of each lane. @throws HeraldError 409 when nobody would */
async function longest(
  campaign: Campaign,
  now: number,
  { customers, messages, segments }: PreviewPorts,
): Promise<Customer> {
  const { tenant_id } = campaign;
  const criteria = askedBy(campaign);
  const resolved = await resolveSegments(tenant_id, criteria, segments);
  if ('fault' in resolved) throw conflict('preview.nobody', NOBODY);
  const question = { tenant_id, criteria, segments: resolved.segments, at: now };
  const lanes = Array.from({ length: LANES }, (_, lane) => lane);
  const pages = await Promise.all(
    lanes.map(async (lane) => {
      const { items } = await customers.lanePage(tenant_id, lane, { limit: PAGE, consistent: false });
      const facts = await readFacts(question, items, { messages });
      const recipients = items.filter((customer) => isRecipient(campaign, customer, facts));
      return recipients.map((customer) => withChoice(campaign, customer, facts));
    }),
  );
  let found: { readonly customer: Customer; readonly length: number } | undefined;
  for (const customer of pages.flat()) {
    const slot = { begin: now, end: now };
    if (maySend(campaign, customer, undefined, slot).kind === 'never') continue;
    const length = lengthOf(personalise(campaign, customer));
    if (!found || length > found.length) found = { customer, length };
  }
  if (found) return found.customer;
  throw conflict('preview.nobody', NOBODY);
}

const NOBODY = 'Nobody among your customers would get this campaign now; the preflight says why.';
