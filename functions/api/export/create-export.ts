import { createExport } from '../../../shared/export/create-export.ts';
import { createExport as contract } from '../../../shared/export/export.contract.ts';
import { showExport } from '../../../shared/export/export.wire.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  customers,
  exports,
  ids,
  jobQueue,
  jobs,
  quotas,
  segments,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, clock, customers, exports, ids, jobQueue, jobs, quotas, segments };

export const handle: Handle<typeof contract, typeof needs> = async ({ body, caller }, ports) => {
  const { created, job } = await createExport(body, caller, ports);
  return showExport(created, job, ports.clock.now());
};

export const handler = api(contract, handle, needs);
