import { storedCriteria } from '../campaign/audience.ts';
import { referenceOf, type Job } from '../job/job.ts';
import { searchPage, positionBehind, type Range, type StorePage } from '../platform/page.ts';
import type { Table, TransactWrite } from '../platform/table-client.ts';
import type { NamedCriteria } from '../segment/resolve-segments.ts';
import { MAX_RUNNING_EXPORTS } from '../tenancy/quota.ts';
import { fileExport, type FileExport } from './export.ts';

const keys = {
  exports: (tenant: string) => `TENANT#${tenant}#EXPORTS`,
  export: (tenant: string, id: string) => ({ pk: keys.exports(tenant), sk: `EXPORT#${id}` }),
  /** The segments that its filter names. */
  audience: (tenant: string, id: string) => ({ pk: keys.exports(tenant), sk: `AUDIENCE#${id}` }),
  /** There while it is being written. */
  running: (tenant: string, id: string) => ({ pk: keys.exports(tenant), sk: `RUNNING#${id}` }),
};

/** How long an export can be read, in milliseconds: as long as its job. */
const KEPT_FOR = 30 * 86_400_000;
/** A list leaves out what its caller may not see. */
const MAX_SCANNED = 1_000;

/** An export that is being written, or whose job ended without its file. */
export interface RunningExport {
  readonly export_id: string;
  readonly job_id: string;
}

export type Exports = ReturnType<typeof exportStore>;

export function exportStore(table: Table) {
  return {
    /** Adds an export, in one transaction with the job that writes it. @param segments as they are now, whoever changes them later */
    async add(draft: FileExport, segments: NamedCriteria, job: TransactWrite): Promise<void> {
      const { tenant_id, id, job_id, created_at } = draft;
      const expires_at = Math.ceil((Date.parse(created_at) + KEPT_FOR) / 1_000);
      const named = { ...keys.audience(tenant_id, id), segments: Object.fromEntries(segments), expires_at };
      await table.transact([
        { put: { ...keys.export(tenant_id, id), ...fileExport.parse(draft), expires_at }, where: { exists: false } },
        { put: { ...keys.running(tenant_id, id), export_id: id, job_id, expires_at } },
        ...(segments.size > 0 ? [{ put: named }] : []),
        job,
      ]);
    },

    async get(tenant: string, id: string): Promise<FileExport | undefined> {
      const item = await table.get(keys.export(tenant, id));
      return item && fileExport.parse(item);
    },

    async segments(tenant: string, id: string): Promise<NamedCriteria> {
      const item = await table.get(keys.audience(tenant, id));
      const found = Object.entries((item?.['segments'] ?? {}) as Readonly<Record<string, unknown>>);
      return new Map(found.map(([name, criteria]) => [name, storedCriteria.parse(criteria)]));
    },

    /** A tenant's exports that `show` takes, newest first. */
    async page(
      tenant: string,
      show: (found: FileExport) => boolean,
      { limit, after }: Range,
    ): Promise<StorePage<FileExport>> {
      const list = { pk: keys.exports(tenant), prefix: 'EXPORT#', newestFirst: true, limit: 100 };
      return searchPage(table.all({ ...list, ...(after && { after }) }), {
        limit,
        after,
        maxScanned: MAX_SCANNED,
        pick(item) {
          const found = fileExport.parse(item);
          return show(found) ? found : undefined;
        },
        positionOf: (item) => positionBehind(item),
      });
    },

    /** Those that are being written; and those whose job was cancelled or failed, until `release`. */
    async running(tenant: string): Promise<RunningExport[]> {
      const list = { pk: keys.exports(tenant), prefix: 'RUNNING#', consistent: true, limit: 2 * MAX_RUNNING_EXPORTS };
      const { items } = await table.query(list);
      return items.map(({ export_id, job_id }) => ({ export_id: String(export_id), job_id: String(job_id) }));
    },

    /** Lets another one run in place of one whose job has ended. */
    async release(tenant: string, id: string): Promise<void> {
      await table.remove(keys.running(tenant, id));
    },

    /** Records what became of an export; once. */
    async conclude(
      { tenant_id, id }: Pick<FileExport, 'tenant_id' | 'id'>,
      end: Pick<FileExport, 'ended_at' | 'size' | 'problem'>,
    ): Promise<void> {
      const where = { exists: true, notExists: ['ended_at'] };
      await table.transact([
        { key: keys.export(tenant_id, id), change: { set: end }, where },
        { remove: keys.running(tenant_id, id) },
      ]);
    },
  };
}

/** What leads from an export to its job. */
export function jobOf({ tenant_id, job_id }: Pick<FileExport, 'tenant_id' | 'job_id'>): ReturnType<typeof referenceOf> {
  return referenceOf({ tenant_id, id: job_id } satisfies Pick<Job, 'tenant_id' | 'id'>);
}
