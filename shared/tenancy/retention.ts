import * as z from 'zod';

import type { Clock } from '../platform/clock.ts';

/** In days, where a tenant says nothing. */
export const DEFAULT_RETENTION = {
  replies_days: 30,
  webhook_deliveries_days: 30,
  jobs_days: 30,
  audit_days: 400,
} as const;
export type RetentionKind = keyof typeof DEFAULT_RETENTION;

/** The longest that replies may be kept, in days: a list looks back so far. */
export const MAX_REPLIES_DAYS = 365;

const days = (min: number, max: number) => z.int().min(min).max(max).optional();

/** How long things are kept that end by themselves, in days from when they are written. */
export const retention = z
  .strictObject({
    // A message that the provider lists again after an outage must be known as handled.
    replies_days: days(7, MAX_REPLIES_DAYS).describe('What people write.'),
    // An event may lie in queues for 18 days, and is then known by its delivery as sent.
    webhook_deliveries_days: days(20, 90).describe('What was sent to webhook endpoints, and can be sent again.'),
    // A job outlives the files of its export or import, which are listed for 30 days.
    jobs_days: days(30, 365).describe('Jobs that have ended.'),
    audit_days: days(90, 400).describe('Who changed what.'),
  })
  .meta({ id: 'Retention', examples: [{ replies_days: 14 }] });
export type Retention = z.infer<typeof retention>;

/** When what begins then ends by itself. @param from in milliseconds since the epoch @returns seconds since it, as TTL takes them */
export function expiryAfter(from: number, days: number): number {
  return Math.ceil(from / 1_000) + days * 86_400;
}

/** For how many days a tenant has something kept that is written now. */
export type KeptDays = (tenant_id: string, kind: RetentionKind) => Promise<number>;

export const defaultDays: KeptDays = (_, kind) => Promise.resolve(DEFAULT_RETENTION[kind]);

/** How long a function goes by what it has read, in milliseconds: a change counts within a minute. */
const READ_FOR = 60_000;
/** How many tenants a function keeps in mind; a busier one reads again. */
const MAX_TENANTS = 1_000;

/** Where the tenants are read. */
interface RetentionReader {
  get(tenant_id: string): Promise<{ readonly retention?: Retention | undefined } | undefined>;
}

/** Reads the settings of each tenant once in a minute. */
export function keptDays(tenants: RetentionReader, clock: Pick<Clock, 'now'>): KeptDays {
  const read = new Map<string, { readonly given: Retention | undefined; readonly at: number }>();

  return async (tenant_id, kind) => {
    const now = clock.now();
    let found = read.get(tenant_id);
    if (!found || found.at + READ_FOR <= now) {
      found = { given: (await tenants.get(tenant_id))?.retention, at: now };
      if (read.size >= MAX_TENANTS) read.clear();
      read.set(tenant_id, found);
    }
    return found.given?.[kind] ?? DEFAULT_RETENTION[kind];
  };
}
