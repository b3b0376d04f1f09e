import { createHash } from 'node:crypto';

import { canonicalNumber } from './canonical-number.ts';
import type { Customers } from './customer.store.ts';
import { planAll } from './plan-writes.ts';

/** Of a person, in bytes: two of a million have the same hash once in many thousand files. */
const HASH_BYTES = 8;
/** So many new people a dry run remembers; whoever comes later and twice counts as new twice. */
export const MAX_SEEN = 250_000;
/** What it remembers, in bytes. */
export const SEEN_BYTES = MAX_SEEN * HASH_BYTES;

/** The customers that a dry run reads and never writes, and whom of them it found new. */
export interface Rehearsal {
  readonly customers: Pick<Customers, 'byPhones' | 'upsertAll'>;
  /** The hashes of those who are new so far, for the next step. */
  seen(): Uint8Array;
}

/**
 * Answers as the customers would after an upsert, by the same plans, and writes none of them.
 * @param before what an earlier step's `seen` gave
 */
export function rehearseUpserts(real: Pick<Customers, 'byPhones'>, before: Uint8Array): Rehearsal {
  const seen = new Set<string>();
  const hashes = Buffer.from(before);
  for (let at = 0; at + HASH_BYTES <= hashes.length; at += HASH_BYTES)
    seen.add(hashes.toString('base64', at, at + HASH_BYTES));

  return {
    customers: {
      byPhones: (tenant, numbers) => real.byPhones(tenant, numbers),
      upsertAll(drafts, known) {
        const upserted = planAll(drafts, known).map(({ customer, created, optInRefused }) => {
          const hash = hashOf(canonicalNumber(customer.phone_number ?? ''));
          const isFirst = created && !seen.has(hash);
          if (isFirst && seen.size < MAX_SEEN) seen.add(hash);
          return { customer, created: isFirst, optInRefused };
        });
        return Promise.resolve(upserted);
      },
    },
    seen: () => Buffer.concat([...seen].map((hash) => Buffer.from(hash, 'base64'))),
  };
}

function hashOf(number: string): string {
  return createHash('sha256').update(number).digest().subarray(0, HASH_BYTES).toString('base64');
}
