import * as z from 'zod';

import { askedBy } from '../campaign/asked.ts';
import type { Facts } from '../campaign/audience.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import { searchNewest } from '../customer/search-newest.ts';
import type { Planned } from '../message/choice.ts';
import { SKIP_REASONS } from '../message/message.ts';
import { conflict } from '../platform/errors.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Picker } from '../run/picker.ts';
import { readFacts } from '../segment/read-facts.ts';
import { resolveSegments, type NamedCriteria } from '../segment/resolve-segments.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { termsOf } from './count-campaign.ts';
import { countCustomer, noCounts, type Terms } from './audience-counts.ts';
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
}

/** What the schema of a figure is refined by: only those who get it get a content. */
export const CONTENT_OF_REACHED: [(figure: Partial<AudienceFigure>) => boolean, z.core.$ZodCustomParams] = [
  ({ outcome = 'reached', content }) => content === undefined || outcome === 'reached',
  { path: ['content'], params: { code: 'refused' }, error: 'is only of those who get it: leave out the outcome' },
];

/** The terms by which a campaign's preflight counts, and the segments that it names. */
export interface Audience {
  readonly terms: Terms;
  readonly segments: NamedCriteria;
}

export interface AudiencePorts extends Pick<CountPorts, 'messages' | 'picker'> {
  readonly customers: Pick<Customers, 'page'>;
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
  { outcome, content, lacking }: AudienceFigure,
  range: Range,
  ports: AudiencePorts,
): Promise<StorePage<Customer>> {
  const { campaign, starts_at } = terms;
  const { tenant_id } = campaign;
  const question = { tenant_id, criteria: askedBy(campaign), segments, at: starts_at };

  function isMeant(person: Planned, facts: Facts): boolean {
    const counts = noCounts();
    countCustomer(counts, terms, person, facts);
    const [reason] = counts.left_out.keys();
    const [received] = counts.contents.keys();
    if (lacking !== undefined && !counts.missing.has(lacking) && !counts.defaulted.has(lacking)) return false;
    if (outcome === 'left_out') return reason !== undefined;
    if (outcome !== 'reached') return outcome === reason;
    return received !== undefined && (!content || content === received);
  }

  async function choose(people: readonly Customer[]): Promise<Customer[]> {
    const facts = await readFacts(question, people, ports);
    const picked = await picksOf(terms, people, facts, ports);
    const meant = new Set(picked.filter((person) => isMeant(person, facts)).map(({ id }) => id));
    return people.filter(({ id }) => meant.has(id));
  }

  return searchNewest(tenant_id, range, { choose }, ports);
}
