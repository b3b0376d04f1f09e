import * as z from 'zod';

import { route } from '../http/route.ts';
import { reportWire } from './report.wire.ts';

export const readReport = route({
  id: 'report.read',
  method: 'GET',
  path: '/v1/campaigns/{id}/report',
  entry: 'functions/api/report/read-report.ts',
  scope: 'analytics:view',
  summary: 'Read a campaign’s report',
  request: { params: z.object({ id: z.string().max(100) }) },
  response: reportWire,
  errors: ['campaign.not_found'],
  grants: ['table:GetItem', 'table:Query'],
});
