import { readJob } from '../../../shared/job/job.contract.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { jobs } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { requireScope } from '../../../shared/tenancy/caller.ts';

const needs = { jobs };

export const handle: Handle<typeof readJob, typeof needs> = async ({ params, caller }, { jobs }) => {
  const job = await jobs.get({ tenant_id: caller.tenant_id, job_id: params.id });
  if (!job) throw notFound('job');
  requireScope(caller, job.scope);
  return job;
};

export const handler = api(readJob, handle, needs);
