import { resumeImport as contract } from '../../../shared/customer/import.contract.ts';
import { resumeImport } from '../../../shared/customer/resume-import.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, files, imports, jobQueue, jobs, quotas } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { clock, files, imports, jobQueue, jobs, quotas };

export const handle: Handle<typeof contract, typeof needs> = async ({ params, caller: { tenant_id } }, ports) => ({
  job_id: await resumeImport({ tenant_id, id: params.id }, ports),
});

export const handler = api(contract, handle, needs);
