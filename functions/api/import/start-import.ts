import { startImport as contract } from '../../../shared/customer/import.contract.ts';
import { startImport } from '../../../shared/customer/start-import.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, files, ids, imports, jobQueue, jobs, quotas } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { clock, files, ids, imports, jobQueue, jobs, quotas };

export const handle: Handle<typeof contract, typeof needs> = async ({ params, caller }, ports) => ({
  job_id: await startImport({ tenant_id: caller.tenant_id, id: params.id, actor: caller.actor }, ports),
});

export const handler = api(contract, handle, needs);
