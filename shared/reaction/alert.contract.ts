import * as z from 'zod';

import { route } from '../contract/route.ts';
import { alert } from '../event/alert.ts';

export const listAlerts = route({
  id: 'alert.list',
  method: 'GET',
  path: '/v1/alerts',
  entry: 'functions/api/alert/list-alerts.ts',
  scope: 'campaigns:read',
  summary:
    'List what needs a person now: paused campaigns, refused templates, limits, the spend cap, quality, endpoints, dead letters, experiments',
  request: {},
  response: z
    .object({
      data: z.array(alert),
      complete: z.boolean().describe('False when there is more of a kind than was looked at.'),
    })
    .meta({ id: 'Alerts' }),
  errors: [],
  grants: ['table:GetItem', 'table:Query', 'index:Query'],
});
