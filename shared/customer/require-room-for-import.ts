import { activeAmong } from '../job/active-among.ts';
import type { Jobs } from '../job/job.store.ts';
import type { Clock } from '../platform/clock.ts';
import { requireRoom } from '../tenancy/quota.ts';
import type { QuotaStore } from '../tenancy/quota.store.ts';
import type { Imports, OpenImport } from './import.store.ts';

/** In milliseconds: an hour, for which the form takes a file, and time to start the import. */
const WAITS_FOR = 2 * 3_600_000;

export interface ImportRoomPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly imports: Pick<Imports, 'open' | 'release'>;
  readonly jobs: Pick<Jobs, 'getAll'>;
  readonly quotas: Pick<QuotaStore, 'get'>;
}

/**
 * For an import that is to be prepared, or started: one that is started late was let go of meanwhile. Several requests at the
 * same time may begin one each beyond the quota.
 * @param own the import itself, which is not counted @throws HeraldError 409 when enough others wait or run
 */
export async function requireRoomForImport(
  { tenant_id, own }: { readonly tenant_id: string; readonly own?: string },
  { clock, imports, jobs, quotas }: ImportRoomPorts,
): Promise<void> {
  const open = await imports.open(tenant_id);
  const running = open.flatMap(({ job_id }) => job_id ?? []);
  const active = await activeAmong(tenant_id, running, jobs);
  const counts = ({ job_id, created_at }: OpenImport) =>
    job_id === undefined ? Date.parse(created_at) + WAITS_FOR > clock.now() : active.has(job_id);
  const over = open.filter((one) => !counts(one));
  await Promise.all(over.map(({ import_id }) => imports.release(tenant_id, import_id)));
  const others = open.filter((one) => counts(one) && one.import_id !== own);
  requireRoom('open_imports', await quotas.get(tenant_id), others.length);
}
