import * as z from 'zod';

import { route } from '../contract/route.ts';
import { reportWire } from './report.wire.ts';

const id = z.string().min(1).max(100);

/** Ids with commas between them. */
const otherCampaigns = z
  .string()
  .transform((list) => list.split(','))
  .pipe(
    z
      .array(id)
      .max(5)
      .refine((ids) => new Set(ids).size === ids.length, {
        message: 'must name each campaign once',
        params: { code: 'duplicate' },
      }),
  );

export const readReport = route({
  id: 'report.read',
  method: 'GET',
  path: '/v1/campaigns/{id}/report',
  entry: 'functions/api/report/read-report.ts',
  scope: 'analytics:view',
  summary: 'Read a campaign’s report, and how sure it is that it did better or worse than up to five others',
  request: {
    params: z.object({ id }),
    query: z.strictObject({
      compare: otherCampaigns.optional().describe('Ids of up to five campaigns, with commas between them.'),
    }),
  },
  response: reportWire,
  // It is made anew each time.
  etag: { ignores: ['generated_at'] },
  errors: ['campaign.not_found'],
  grants: ['table:GetItem', 'table:Query'],
});
