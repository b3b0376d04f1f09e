import { idsWithin } from '../platform/ids.ts';
import type { Query } from '../platform/table-client.ts';
import { keys } from './interaction.keys.ts';
import type { AgentOutcome, Interaction } from './interaction.ts';
import { OWN_CONTENT } from '../campaign/contents.ts';

/** Selects a campaign's interactions; each that is given must hold. */
export interface Selection {
  readonly button_id?: string | undefined;
  readonly customer_id?: string | undefined;
  /** Those that led to a conversion. */
  readonly converted?: boolean | undefined;
  /** Those that led to one of this type. */
  readonly conversion_type?: string | undefined;
  readonly content?: string | undefined;
  readonly variant?: string | undefined;
  readonly agent_outcome?: AgentOutcome['outcome'] | undefined;
  readonly agent_reason?: string | undefined;
  /** Of the day, in UTC; and by the customer's clock, where weekday 0 is Monday. */
  readonly hour?: number | string | undefined;
  readonly local_hour?: number | string | undefined;
  readonly local_weekday?: number | string | undefined;
  /** Tapped from this time on, and before that one. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The newest of each customer alone. */
  readonly one_per?: 'customer' | undefined;
  /** Whether each tap of the campaign has a row that lists it by its customer. */
  readonly taps_by_customer?: boolean | undefined;
}

/** How the interactions are found. */
interface Access {
  readonly query: Query;
  /** Whether the rows only name them. */
  readonly named: boolean;
  /** What the query leaves to be compared. */
  readonly rest: Omit<Selection, 'taps_by_customer'> & { readonly campaign_id?: string };
}

/** The narrowest list that has all that are selected. Each but that by customers is in the order of the taps. */
export function accessOf(tenant: string, campaign: string, selection: Selection): Access {
  const { button_id, customer_id, converted, conversion_type, from, to, one_per, taps_by_customer, ...others } =
    selection;
  const pk = keys.campaign(tenant, campaign);
  const span = (prefix: string): Pick<Query, 'between' | 'prefix'> => {
    if (from === undefined && to === undefined) return { ...(prefix && { prefix }) };
    const [first, last] = idsWithin('int', from, to);
    return { between: [prefix + first, prefix + last] };
  };
  const all = { ...others, button_id, customer_id, converted, conversion_type, one_per };
  if (one_per) {
    // Sorted by customer first, so that times are compared.
    const query = { pk, prefix: keys.tappedPrefix(customer_id) };
    return { query, named: true, rest: { ...all, customer_id: undefined, from, to } };
  }
  if (customer_id && taps_by_customer)
    return {
      query: { pk, ...span(keys.tappedPrefix(customer_id)) },
      named: true,
      rest: { ...all, customer_id: undefined },
    };
  if (converted || conversion_type !== undefined)
    return { query: { pk, ...span('CONVERTED#') }, named: true, rest: { ...all, converted: undefined } };
  if (button_id) {
    const query = { pk: keys.byButton(tenant, campaign, button_id), index: 'gsi1' as const, ...span('') };
    return { query, named: false, rest: { ...all, button_id: undefined } };
  }
  if (customer_id) {
    // A campaign of an earlier version.
    const query = { pk: keys.byCustomer(tenant, customer_id), index: 'gsi2' as const, ...span('') };
    return { query, named: false, rest: { ...all, customer_id: undefined, campaign_id: campaign } };
  }
  return { query: { pk, ...span('INTERACTION#') }, named: false, rest: all };
}

/** Whether a query leaves nothing to be compared. */
export function isWhole({ converted, ...rest }: Access['rest']): boolean {
  return !converted && Object.values<unknown>(rest).every((given) => given === undefined);
}

/** Whether an interaction is one of those that are selected. */
export function isSelected(interaction: Interaction, rest: Access['rest']): boolean {
  const { conversion, clicked_at, content_key = OWN_CONTENT, variant, agent } = interaction;
  return (
    (rest.campaign_id ?? interaction.campaign_id) === interaction.campaign_id &&
    (rest.button_id ?? interaction.button_id) === interaction.button_id &&
    (rest.customer_id ?? interaction.customer_id) === interaction.customer_id &&
    (!rest.converted || conversion !== undefined) &&
    (rest.conversion_type === undefined || conversion?.conversion_type === rest.conversion_type) &&
    (rest.content ?? content_key) === content_key &&
    (rest.variant ?? variant) === variant &&
    (rest.agent_outcome ?? agent?.outcome) === agent?.outcome &&
    (rest.agent_reason ?? agent?.reason) === agent?.reason &&
    isAt(rest.hour, new Date(clicked_at).getUTCHours()) &&
    isAt(rest.local_hour, interaction.local_hour) &&
    isAt(rest.local_weekday, interaction.local_weekday) &&
    (rest.from === undefined || clicked_at >= rest.from) &&
    (rest.to === undefined || clicked_at < rest.to)
  );
}

function isAt(wanted: number | string | undefined, found: number): boolean {
  return wanted === undefined || Number(wanted) === found;
}
