import type { Campaigns } from '../campaign/campaign.store.ts';
import { idsOf, type Customer } from '../customer/customer.ts';
import type { Messages } from '../message/message.store.ts';
import { partsOf } from '../platform/decimal.ts';
import { conflict, notFound } from '../platform/errors.ts';
import type { Conversion, Interaction } from './interaction.ts';
import type { Interactions } from './interaction.store.ts';

const HOUR = 3_600_000;
/** How many clicks are considered for a conversion; a customer has few within a month. */
const CLICKS = 50;

export interface CreditPorts {
  readonly interactions: Pick<Interactions, 'get' | 'credit'>;
  readonly messages: Pick<Messages, 'conversionWrite'>;
}

export interface AttributionPorts extends CreditPorts {
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly interactions: CreditPorts['interactions'] & Pick<Interactions, 'newestOf' | 'credited'>;
}

/** Marks the message, by which audiences find who converted. */
function markOf(click: Interaction, { converted_at }: Conversion, messages: CreditPorts['messages']) {
  return messages.conversionWrite(click.tenant_id, click, converted_at);
}

/**
 * Credits a conversion to one interaction, once: a repeated report changes nothing.
 * @throws HeraldError 404 without the interaction, 409 when it has another conversion, when the conversion was credited to
 *   another interaction, or when the click came later
 */
export async function convert(
  { tenant_id, campaign_id, id }: Pick<Interaction, 'tenant_id' | 'campaign_id' | 'id'>,
  conversion: Conversion,
  { interactions, messages }: CreditPorts,
): Promise<Interaction> {
  const found = await interactions.get(tenant_id, campaign_id, id);
  if (!found) throw notFound('interaction');
  if (found.conversion) return requireSame(found, conversion);
  if (conversion.converted_at < found.clicked_at) {
    throw conflict('conversion.before_click', 'A conversion cannot come before the click that led to it.');
  }
  if (await interactions.credit(found, conversion, markOf(found, conversion, messages)))
    return { ...found, conversion };
  return requireSame(await interactions.get(tenant_id, campaign_id, id), conversion);
}

/** @throws HeraldError 409 unless this same conversion was credited to the interaction */
function requireSame(
  found: Interaction | undefined,
  { conversion_type, conversion_reference_id, value, currency }: Conversion,
): Interaction {
  const known = found?.conversion;
  const equal =
    known?.conversion_type === conversion_type &&
    known.conversion_reference_id === conversion_reference_id &&
    amountOf(known.value) === amountOf(value) &&
    known.currency === currency;
  if (found && equal) return found;
  throw conflict(
    'conversion.exists',
    'This interaction led to another conversion, or this conversion came of another interaction.',
  );
}

/** What a value is worth, in whatever spelling: "10" and "10.00" are one amount. */
function amountOf(value: string | undefined): bigint | undefined {
  return value === undefined ? undefined : partsOf(value);
}

/**
 * Credits a conversion to the customer's last click that has none and whose campaign's attribution window it falls into.
 * @returns the interaction, or undefined when there is no such click
 * @throws HeraldError 409 when another conversion of this name, or another customer's, was credited
 */
export async function attribute(
  customer: Pick<Customer, 'tenant_id' | 'id' | 'linked'>,
  conversion: Conversion,
  { campaigns, interactions, messages }: AttributionPorts,
): Promise<Interaction | undefined> {
  const { tenant_id } = customer;
  const existing = await creditedTo(customer, conversion, interactions);
  if (existing) return existing;

  const clicks = await Promise.all(idsOf(customer).map((id) => interactions.newestOf(tenant_id, id, CLICKS)));
  for (const click of clicks.flat().toSorted((a, b) => (a.id < b.id ? 1 : -1))) {
    const campaign = await campaigns.get(tenant_id, click.campaign_id);
    const age = Date.parse(conversion.converted_at) - Date.parse(click.clicked_at);
    if (!campaign || click.conversion || age < 0 || age > campaign.attribution_window_hours * HOUR) continue;
    if (await interactions.credit(click, conversion, markOf(click, conversion, messages)))
      return { ...click, conversion };
    // Another request came first: either this same report, sent twice, or another conversion of the same click.
    const credited = await creditedTo(customer, conversion, interactions);
    if (credited) return credited;
  }
  // This same report, sent twice, may have come between the first look and the list of clicks.
  return creditedTo(customer, conversion, interactions);
}

/** The customer's interaction that this conversion was credited to, if any. @throws HeraldError 409 when it differs */
async function creditedTo(
  customer: Pick<Customer, 'tenant_id' | 'id' | 'linked'>,
  conversion: Conversion,
  interactions: Pick<Interactions, 'credited' | 'get'>,
): Promise<Interaction | undefined> {
  const { tenant_id } = customer;
  const credited = await interactions.credited(tenant_id, conversion);
  if (!credited) return undefined;
  const found = await interactions.get(tenant_id, credited.campaign_id, credited.interaction_id);
  return requireSame(found && idsOf(customer).includes(found.customer_id) ? found : undefined, conversion);
}
