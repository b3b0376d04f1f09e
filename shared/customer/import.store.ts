import type { Table, TransactWrite } from '../platform/table-client.ts';
import { fileImport, type FileImport } from './import.ts';

const keys = {
  import: (tenant: string, id: string) => ({ pk: `TENANT#${tenant}#IMPORT#${id}`, sk: 'IMPORT' }),
};

/** How long an import can be read, in milliseconds: as long as its job. */
const KEPT_FOR = 30 * 86_400_000;

export type Imports = ReturnType<typeof importStore>;

export function importStore(table: Table) {
  return {
    async add(draft: FileImport): Promise<void> {
      const expires_at = Math.ceil((Date.parse(draft.created_at) + KEPT_FOR) / 1_000);
      await table.put(
        { ...keys.import(draft.tenant_id, draft.id), ...fileImport.parse(draft), expires_at },
        {
          exists: false,
        },
      );
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
      { tenant_id, id }: FileImport,
      file: Required<Pick<FileImport, 'job_id' | 'etag' | 'size' | 'decoding'>>,
      job: TransactWrite,
    ): Promise<boolean> {
      const where = { exists: true, notExists: ['job_id'] };
      return table.transact([{ key: keys.import(tenant_id, id), change: { set: file }, where }, job]);
    },

    /** Records what an import found wrong. */
    async conclude(tenant: string, id: string, found: Pick<FileImport, 'errors' | 'errors_kept'>): Promise<void> {
      await table.update(keys.import(tenant, id), { set: found }, { exists: true });
    },
  };
}
