import { isPast, isWithin, type CreatedRange } from '../platform/created-range.ts';
import { timeOfId } from '../platform/ids.ts';
import { positionBehind, searchPage, type Range, type StorePage } from '../platform/page.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { auditEntry, type AuditEntry } from './audit-entry.ts';
import { DEFAULT_RETENTION, defaultDays, expiryAfter, type KeptDays } from './retention.ts';

const DAY = 86_400_000;
/** A page reads at most this many entries in search of those it shows. */
const MAX_SCANNED = 1_000;

const keys = {
  /** A partition for each month, so that none grows without end. */
  month: (tenant: string, month: string) => `TENANT#${tenant}#AUDIT#${month}`,
  entry: ({ tenant_id, at, id }: Pick<AuditEntry, 'tenant_id' | 'at' | 'id'>) => ({
    pk: keys.month(tenant_id, monthOf(at)),
    sk: `AUDIT#${id}`,
  }),
  byCampaign: (tenant: string, campaign: string) => `TENANT#${tenant}#CAMPAIGN#${campaign}#AUDIT`,
};

/** Which entries a list has. */
export interface AuditFilter extends CreatedRange {
  readonly campaign_id?: string | undefined;
  /** An actor as entries name it, or its kind or id alone. */
  readonly actor?: string | undefined;
  /** An action, or the resource that it begins with. */
  readonly action?: string | undefined;
}

export type AuditEntries = ReturnType<typeof auditStore>;

/** @param keptDays for how many days each tenant has its entries kept */
export function auditStore(table: Table, keptDays: KeptDays = defaultDays) {
  const rowOf = async (entry: AuditEntry) => row(entry, await keptDays(entry.tenant_id, 'audit_days'));

  /** The entries of the months from the newest to the oldest that is wanted. */
  async function* byMonth(tenant: string, months: readonly string[], after: Range['after']): AsyncGenerator<Item> {
    for (const month of months) {
      const pk = keys.month(tenant, month);
      const isBegun = after?.['pk'] === pk;
      yield* table.all({ pk, newestFirst: true, limit: 100, ...(isBegun && { after }) });
    }
  }

  return {
    /**
     * Adds an entry: of what is done, or of what is about to be done; one that is never finished says that nobody knows whether
     * it was. Doing so again has no effect.
     */
    async add(entry: AuditEntry): Promise<void> {
      await table.put(await rowOf(entry), { exists: false });
    },

    /** Completes an entry, once. */
    async finish(entry: AuditEntry): Promise<void> {
      await table.put(await rowOf({ ...entry, outcome: 'done' }), { equals: { outcome: 'begun' } });
    },

    /** Removes the entry of something that was refused, so that nothing was changed. */
    async withdraw(entry: AuditEntry): Promise<void> {
      await table.remove(keys.entry(entry), { equals: { outcome: 'begun' } });
    },

    /** Those that meet the filter, newest first: a page reads up to 1,000 entries in search of them, and may be short. */
    async search(
      tenant: string,
      filter: AuditFilter,
      now: number,
      { limit, after }: Range,
    ): Promise<StorePage<AuditEntry>> {
      const { campaign_id } = filter;
      const ofCampaign = campaign_id && { pk: keys.byCampaign(tenant, campaign_id), index: 'gsi1' as const };
      const rows = ofCampaign
        ? table.all({ ...ofCampaign, newestFirst: true, limit: 100, ...(after && { after }) })
        : byMonth(tenant, monthsOf(tenant, filter, now, after && String(after['pk'])), after);
      return searchPage(rows, {
        limit,
        after,
        maxScanned: MAX_SCANNED,
        isPast: ({ at }) => isPast(filter, String(at)),
        pick(item) {
          const entry = auditEntry.parse(item);
          return isWithin(filter, entry.at) && isAskedFor(filter, entry) ? entry : undefined;
        },
        positionOf: (item) => positionBehind(item, ofCampaign ? 'gsi1' : undefined),
      });
    },
  };
}

function row(entry: AuditEntry, days: number): Item {
  const { tenant_id, campaign_id, id, at } = entry;
  return {
    ...keys.entry(entry),
    ...(campaign_id && { gsi1pk: keys.byCampaign(tenant_id, campaign_id), gsi1sk: id }),
    ...entry,
    expires_at: expiryAfter(Date.parse(at), days),
  };
}

function isAskedFor({ actor, action }: AuditFilter, entry: AuditEntry): boolean {
  const byActor = !actor || entry.actor === actor || entry.actor.split(':').includes(actor);
  return byActor && (!action || entry.action === action || entry.action.startsWith(`${action}.`));
}

function monthOf(at: string): string {
  return at.slice(0, 7);
}

/** The months, newest first, in which there may be entries from a position on: a tenant's id says since when it exists. */
function monthsOf(
  tenant: string,
  { created_after, created_before }: AuditFilter,
  now: number,
  position = '~',
): string[] {
  const made = timeOfId(tenant);
  const oldest = Math.max(made, now - DEFAULT_RETENTION.audit_days * DAY);
  const from = Math.max(oldest, created_after === undefined ? oldest : Date.parse(created_after));
  const to = Math.min(now, created_before === undefined ? now : Date.parse(created_before));
  const months: string[] = [];
  // 400 days touch 15 months at most.
  const newest = new Date(to);
  for (let back = 0; back < 15; back += 1) {
    const first = Date.UTC(newest.getUTCFullYear(), newest.getUTCMonth() - back, 1);
    const month = monthOf(new Date(first).toISOString());
    const isBehind = position === '~' || month <= position.slice(-7);
    if (isBehind) months.push(month);
    if (first <= from) break;
  }
  return months;
}
