import * as z from 'zod';

import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { createdRange } from '../platform/created-range.ts';
import { auditEntryWire } from './audit.wire.ts';

const params = z.object({ id: z.string().max(100) });
const filters = {
  actor: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Whose entries: the id of a key or member, or a kind of actor.', examples: ['schedule'] }),
  action: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'Which action, or the resource that it begins with.', examples: ['campaign'] }),
  ...createdRange,
};

const shared = { scope: 'audit:read', authentication: 'bearer' } as const;

export const listAudit = route({
  ...shared,
  id: 'audit.list',
  method: 'GET',
  path: '/v1/audit',
  entry: 'functions/api/audit/list-audit.ts',
  summary:
    'List who changed what, newest first; entries are kept for 400 days, or as many as `retention` of the tenant says',
  request: {
    query: listQuery.extend({
      campaign_id: z.string().max(100).optional().describe('Which campaign’s entries.'),
      ...filters,
    }),
  },
  response: listOf(auditEntryWire),
  errors: [],
  grants: ['table:Query', 'index:Query'],
});

export const listCampaignAudit = route({
  ...shared,
  id: 'audit.list_of_campaign',
  method: 'GET',
  path: '/v1/campaigns/{id}/audit',
  entry: 'functions/api/audit/list-campaign-audit.ts',
  summary: 'List who changed a campaign, newest first; also of one that has been deleted',
  request: { params, query: listQuery.extend(filters) },
  response: listOf(auditEntryWire),
  errors: ['campaign.not_found'],
  grants: ['table:GetItem', 'index:Query'],
});
