import * as z from 'zod';

import { route } from '../contract/route.ts';

/** Previews, crawlers and HEAD requests get the same answer, and are never counted. */
const shared = {
  // Greedy, so that a slash behind the token is no other path.
  path: '/r/{token+}',
  entry: 'functions/webhook/follow-link.ts',
  authentication: 'none',
  scope: null,
  request: { params: z.object({ token: z.string().describe('The signed part of the link.') }) },
  description:
    'The sample link of a template, `/r/sample`, leads nowhere: it shows a page (200) to the provider’s reviewers.',
  response: z.null(),
  status: 302,
  errors: ['link.not_found'],
  errorType: 'text/html',
} as const;

export const followLink = route({
  ...shared,
  id: 'link.follow',
  method: 'GET',
  grants: ['table:GetItem', 'table:PutItem', 'table:UpdateItem'],
  summary: 'Follow a link button: counted, then redirected to the campaign’s destination',
});

export const probeLink = route({
  ...shared,
  id: 'link.probe',
  method: 'HEAD',
  grants: ['table:GetItem'],
  summary: 'Where a link button leads, never counted',
});
