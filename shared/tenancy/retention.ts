import * as z from 'zod';

import { KEEP_DAYS, type RetentionKind } from '../contract/tenant-limits.ts';
import type { Clock } from '../platform/clock.ts';

export type { RetentionKind };

/** In days, where a tenant says nothing. */
export const DEFAULT_RETENTION = {
  replies_days: KEEP_DAYS.replies_days.otherwise,
  webhook_deliveries_days: KEEP_DAYS.webhook_deliveries_days.otherwise,
  jobs_days: KEEP_DAYS.jobs_days.otherwise,
  audit_days: KEEP_DAYS.audit_days.otherwise,
} as const;

/** The longest that replies may be kept, in days: a list looks back so far. */
export const MAX_REPLIES_DAYS = KEEP_DAYS.replies_days.max;

const days = (kind: RetentionKind) => z.int().min(KEEP_DAYS[kind].min).max(KEEP_DAYS[kind].max).optional();

/** How long things are kept that end by themselves, in days from when they are written. */
export const retention = z
  .strictObject({
    replies_days: days('replies_days').describe('What people write.'),
    webhook_deliveries_days: days('webhook_deliveries_days').describe(
      'What was sent to webhook endpoints, and can be sent again.',
    ),
    jobs_days: days('jobs_days').describe('Jobs that have ended.'),
    audit_days: days('audit_days').describe('Who changed what.'),
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
