import * as z from 'zod';

import { route } from '../contract/route.ts';
import { jobWire } from './job.wire.ts';

export const readJob = route({
  id: 'job.read',
  method: 'GET',
  path: '/v1/jobs/{id}',
  entry: 'functions/api/job/read-job.ts',
  // Each kind of job has a scope of its own, which the function checks.
  scope: null,
  summary: 'Read a job: how far it is, and whether it has ended. It needs the scope of the route that began the job',
  request: { params: z.object({ id: z.string().max(100) }) },
  response: jobWire,
  errors: ['job.not_found', 'scope.missing'],
  grants: ['table:GetItem'],
});
