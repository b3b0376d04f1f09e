import * as z from 'zod';

import { wholeNumber } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { time } from '../platform/formats.ts';
import { buttonInsightsWire } from './insight.wire.ts';

export const readButtonInsights = route({
  id: 'button_insights.read',
  method: 'GET',
  path: '/v1/button-insights',
  entry: 'functions/api/report/read-button-insights.ts',
  scope: 'analytics:view',
  summary: 'Read what buttons had in common that were tapped more often, across the newest campaigns that have begun',
  request: {
    query: z.strictObject({
      campaigns: wholeNumber(1, 100, 50).describe('How many of the newest campaigns it looks at.'),
      since: time.optional().describe('Campaigns that began before are left out.'),
    }),
  },
  response: buttonInsightsWire,
  errors: [],
  grants: ['table:GetItem', 'table:Query', 'index:Query'],
  // Lambda allots CPU by memory: three hundred titles take one second of a full core.
  memory: 1024,
});
