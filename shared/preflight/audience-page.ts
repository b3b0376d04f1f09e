import * as z from 'zod';

import { askedBy } from '../campaign/asked.ts';
import type { Customer } from '../customer/customer.ts';
import { SKIP_REASONS } from '../message/message.ts';
import { LANES } from '../platform/lanes.ts';
import { pagesOf, searchPage, type Range, type StorePage } from '../platform/page.ts';
import { readFacts } from '../segment/read-facts.ts';
import { resolveSegments } from '../segment/resolve-segments.ts';
import { countCustomer, noCounts, type Terms } from './audience-counts.ts';
import { picksOf, type CountPorts } from './count-audience.ts';

/** What a preflight counts somebody as: one that gets it, or one that is left out for a reason. */
export const audienceOutcome = z.enum(['reached', ...SKIP_REASONS]);
export type AudienceOutcome = z.infer<typeof audienceOutcome>;

/** How many customers a page reads at most. */
const MAX_SCANNED = 5_000;
const PAGE = 500;

interface Row {
  readonly lane: number;
  readonly customer: Customer;
  readonly outcome: AudienceOutcome | undefined;
}

/**
 * The people whom a figure of a campaign's preflight counts, lane by lane, each counted as the preflight counts them. A page may be
 * short, or empty, while more follow.
 */
export async function audiencePage(
  terms: Terms,
  outcome: AudienceOutcome,
  { limit, after }: Range,
  ports: Omit<CountPorts, 'frequencies'>,
): Promise<StorePage<Customer>> {
  const { campaign, starts_at } = terms;
  const { tenant_id } = campaign;
  const resolved = await resolveSegments(tenant_id, askedBy(campaign), ports.segments);
  if ('fault' in resolved) return { items: [], last: undefined };
  const question = { tenant_id, criteria: askedBy(campaign), segments: resolved.segments, at: starts_at };
  const begin = { lane: Number(after?.['lane'] ?? 0), id: after?.['id'] as string | undefined };

  async function* rows(): AsyncGenerator<Row> {
    for (let lane = begin.lane; lane < LANES; lane += 1) {
      const first = lane === begin.lane ? begin.id : undefined;
      const pages = pagesOf<Awaited<ReturnType<CountPorts['customers']['lanePage']>>>(
        (afterId) => ports.customers.lanePage(tenant_id, lane, { limit: PAGE, afterId, consistent: false }),
        first,
      );
      for await (const { items } of pages) {
        const facts = await readFacts(question, lane, items, ports);
        const people = new Map((await picksOf(terms, items, facts, ports)).map((person) => [person.id, person]));
        for (const customer of items) {
          const person = people.get(customer.id);
          const counts = noCounts();
          if (person) countCustomer(counts, terms, person, facts);
          const [left_out] = counts.left_out.keys();
          const found = left_out ?? (counts.contents.size > 0 ? 'reached' : undefined);
          yield { lane, customer, outcome: found as AudienceOutcome | undefined };
        }
      }
    }
  }

  return searchPage(rows(), {
    limit,
    maxScanned: MAX_SCANNED,
    after,
    pick: (row) => (row.outcome === outcome ? row.customer : undefined),
    positionOf: ({ lane, customer }) => ({ lane, id: customer.id }),
  });
}
