import * as z from 'zod';

import { POST_GRANTS } from '../contract/grants.ts';
import { route } from '../contract/route.ts';
import { jobWire } from './job.wire.ts';

const params = z.object({ id: z.string().max(100) });

export const readJob = route({
  id: 'job.read',
  method: 'GET',
  path: '/v1/jobs/{id}',
  entry: 'functions/api/job/read-job.ts',
  // Each kind of job has a scope of its own, which the function checks.
  scope: null,
  summary: 'Read a job: how far it is, and whether it has ended. It needs the scope of the route that began the job',
  request: { params },
  response: jobWire,
  errors: ['job.not_found', 'scope.missing'],
  grants: ['table:GetItem'],
});

export const cancelJob = route({
  id: 'job.cancel',
  method: 'POST',
  path: '/v1/jobs/{id}/cancel',
  entry: 'functions/api/job/cancel-job.ts',
  scope: null,
  summary:
    'Ask an import, an export or a reconciliation to stop; it does before its next step. It needs the scope of the route that began the job',
  request: { params },
  response: jobWire,
  status: 202,
  rerunnable: true,
  errors: ['job.not_found', 'job.not_cancellable', 'job.ended', 'scope.missing'],
  grants: POST_GRANTS,
});
