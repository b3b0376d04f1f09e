import * as z from 'zod';

import { askedBy } from '../campaign/asked.ts';
import type { Facts } from '../campaign/audience.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Attempts } from '../customer/frequency.ts';
import type { Frequencies } from '../customer/frequency.store.ts';
import { searchNewest } from '../customer/search-newest.ts';
import type { Planned } from '../message/choice.ts';
import { SKIP_REASONS } from '../message/message.ts';
import { conflict } from '../platform/errors.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { PriceCategory } from '../provider/provider.ts';
import type { Picker } from '../run/picker.ts';
import { readFacts } from '../segment/read-facts.ts';
import { resolveSegments, type NamedCriteria } from '../segment/resolve-segments.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { termsOf } from './count-campaign.ts';
import { countCustomer, noCounts, type Terms, type WaitRule } from './audience-counts.ts';
import { picksOf, type CountPorts } from './count-audience.ts';

/** What a preflight counts somebody as: one that gets it, or one that is left out, for any reason or for one. */
export const audienceOutcome = z.enum(['reached', 'left_out', ...SKIP_REASONS]);

/** Which figure of a preflight. */
export interface AudienceFigure {
  readonly outcome: z.infer<typeof audienceOutcome>;
  /** Of those who get it, the ones who get this content. */
  readonly content?: string | undefined;
  /** Of them, the ones of whom this placeholder is noted, by its text: they read its default, or are left out for want of a value. */
  readonly lacking?: string | undefined;
  /** Of those who get it, the ones with a number of this country, or of none. */
  readonly country?: string | undefined;
  /** Of those who get it, the ones whose message has this price. */
  readonly category?: PriceCategory | undefined;
  /** Of those who get it, the ones who wait by this rule. */
  readonly waits?: WaitRule | undefined;
}

/** How a figure names those whose number has no country. */
export const NO_COUNTRY = 'none';

const OF_REACHED = ['content', 'country', 'category', 'waits'] as const satisfies (keyof AudienceFigure)[];

/** Refines the schema of a figure: only those who get it have a content, a price and a time. */
export function refuseOfLeftOut(figure: Partial<AudienceFigure>, context: Pick<z.RefinementCtx, 'addIssue'>): void {
  if (figure.outcome === undefined || figure.outcome === 'reached') return;
  const message = 'is only of those who get it: leave out the outcome';
  for (const name of OF_REACHED)
    if (figure[name] !== undefined)
      context.addIssue({ code: 'custom', path: [name], message, params: { code: 'refused' } });
}

/** The terms by which a campaign's preflight counts, and the segments that it names. */
export interface Audience {
  readonly terms: Terms;
  readonly segments: NamedCriteria;
}

export interface AudiencePorts extends Pick<CountPorts, 'messages' | 'picker'> {
  readonly customers: Pick<Customers, 'page'>;
  readonly frequencies: Pick<Frequencies, 'ofCustomers'>;
}

/** @throws HeraldError 409 when a segment that the campaign names is gone */
export async function audienceSegments(
  campaign: Campaign,
  { segments }: Pick<CountPorts, 'segments'>,
): Promise<NamedCriteria> {
  const resolved = await resolveSegments(campaign.tenant_id, askedBy(campaign), segments);
  if (!('fault' in resolved)) return resolved.segments;
  throw conflict('segment.broken', `The campaign names ${resolved.fault.message}. Change its audience.`);
}

/** The terms by which a campaign's preflight counts. @param now in milliseconds since the epoch */
export async function audienceTerms(
  campaign: Campaign,
  now: number,
  { picker, tenants }: { readonly picker: Pick<Picker, 'isProved'>; readonly tenants: Pick<Tenants, 'get'> },
): Promise<Terms> {
  const picking = campaign.experiment?.pick && (await picker.isProved(campaign));
  return termsOf({ ...campaign, picking }, await tenants.get(campaign.tenant_id), now);
}

/**
 * The people whom a figure of a campaign's preflight counts, newest first, each counted as the preflight counts them. A page may be
 * short, or empty, while more follow.
 */
export async function audiencePage(
  { terms, segments }: Audience,
  { outcome, content, lacking, country, category, waits }: AudienceFigure,
  range: Range,
  ports: AudiencePorts,
): Promise<StorePage<Customer>> {
  const { campaign, starts_at } = terms;
  const { tenant_id } = campaign;
  const question = { tenant_id, criteria: askedBy(campaign), segments, at: starts_at };

  function isMeant(person: Planned, facts: Facts, attempts: Attempts | undefined): boolean {
    const counts = noCounts();
    countCustomer(counts, terms, person, facts, attempts);
    const [reason] = counts.left_out.keys();
    const [received] = counts.contents.keys();
    if (lacking !== undefined && !counts.missing.has(lacking) && !counts.defaulted.has(lacking)) return false;
    if (outcome === 'left_out') return reason !== undefined;
    if (outcome !== 'reached') return outcome === reason;
    if (received === undefined || (content && content !== received)) return false;
    const [price = ''] = counts.prices.keys();
    const [from, priced] = price.split(' ');
    return (
      (country === undefined || country === (from || NO_COUNTRY)) &&
      (category === undefined || category === priced) &&
      (waits === undefined || counts.waits.has(waits))
    );
  }

  async function choose(people: readonly Customer[]): Promise<Customer[]> {
    const facts = await readFacts(question, people, ports);
    const picked = await picksOf(terms, people, facts, ports);
    const needsSent = terms.cap && waits === 'frequency_cap';
    const sent = needsSent ? await ports.frequencies.ofCustomers(tenant_id, people.map(idOf)) : undefined;
    const meant = new Set(picked.filter((person) => isMeant(person, facts, sent?.get(person.id))).map(idOf));
    return people.filter(({ id }) => meant.has(id));
  }

  return searchNewest(tenant_id, range, { choose }, ports);
}

const idOf = ({ id }: Pick<Customer, 'id'>): string => id;
