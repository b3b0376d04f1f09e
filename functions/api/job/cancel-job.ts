import { cancelJob } from '../../../shared/job/cancel-job.ts';
import { cancelJob as contract } from '../../../shared/job/job.contract.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, jobs } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { clock, jobs };

export const handle: Handle<typeof contract, typeof needs> = ({ params, caller }, ports) =>
  cancelJob(params.id, caller, ports);

export const handler = api(contract, handle, needs);
