import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import type { Table, TransactWrite } from '../platform/table-client.ts';
import { MAX_OPEN_IMPORTS } from '../tenancy/quota.ts';
import { fileImport, type FileImport } from './import.ts';

const keys = {
  import: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}#IMPORT#${id}`, sk: 'IMPORT' }),
  /** There while an import waits for its file or runs; those of earlier versions have none until they are started. */
  open: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}#IMPORTS`, sk: `OPEN#${id}` }),
};

/** An import that waits for its file or runs, or did so when somebody looked last. */
const openImport = z.object({ import_id: idOf('imp'), created_at: z.iso.datetime(), job_id: idOf('job').optional() });
export type OpenImport = z.infer<typeof openImport>;

/** How long an import can be read, in milliseconds: as long as its job. */
const KEPT_FOR = 30 * 86_400_000;

export type Imports = ReturnType<typeof importStore>;

const endOf = ({ created_at }: Pick<FileImport, 'created_at'>) =>
  Math.ceil((Date.parse(created_at) + KEPT_FOR) / 1_000);

export function importStore(table: Table) {
  return {
    async add(draft: FileImport): Promise<void> {
      const { tenant_id, id, created_at } = draft;
      const expires_at = endOf(draft);
      await table.transact([
        { put: { ...keys.import(tenant_id, id), ...fileImport.parse(draft), expires_at }, where: { exists: false } },
        { put: { ...keys.open(tenant_id, id), import_id: id, created_at, expires_at } },
      ]);
    },

    async get(tenant: string, id: string): Promise<FileImport | undefined> {
      const item = await table.get(keys.import(tenant, id));
      return item && fileImport.parse(item);
    },

    /**
     * Starts an import, in one transaction with the job that does it.
     * @returns whether it did; not when another request had started it
     */
    async start(
      { tenant_id, id, created_at }: FileImport,
      file: Required<Pick<FileImport, 'job_id' | 'etag' | 'size' | 'decoding'>>,
      job: TransactWrite,
    ): Promise<boolean> {
      const where = { exists: true, notExists: ['job_id'] };
      const { job_id } = file;
      return table.transact([
        { key: keys.import(tenant_id, id), change: { set: file }, where },
        { put: { ...keys.open(tenant_id, id), import_id: id, created_at, job_id, expires_at: endOf({ created_at }) } },
        job,
      ]);
    },

    /** Lets an import that stopped go on, in one transaction with its job. @returns whether it did; not when the job is another than it was */
    async resume({ tenant_id, id, created_at, job_id }: FileImport, job: TransactWrite): Promise<boolean> {
      const expires_at = endOf({ created_at });
      return table.transact([
        { put: { ...keys.open(tenant_id, id), import_id: id, created_at, job_id, expires_at } },
        job,
      ]);
    },

    /** Those that wait or run: with a few too many, which several requests at the same time began, all of them. */
    async open(tenant: string): Promise<OpenImport[]> {
      const { pk } = keys.open(tenant, '');
      const found = await table.first({ pk, prefix: 'OPEN#', consistent: true }, 2 * MAX_OPEN_IMPORTS);
      return found.map((item) => openImport.parse(item));
    },

    /** Lets another one in place of one that neither waits nor runs any more. */
    async release(tenant: string, id: string): Promise<void> {
      await table.remove(keys.open(tenant, id));
    },

    /** Records what an import found wrong. */
    async conclude(tenant: string, id: string, found: Pick<FileImport, 'errors' | 'errors_kept'>): Promise<void> {
      await table.update(keys.import(tenant, id), { set: found }, { exists: true });
    },
  };
}
