import * as z from 'zod';

import { POST_GRANTS, type Grant } from '../contract/grants.ts';
import { listOf, listQuery, nameFilter } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { begunJob } from '../job/begun-job.ts';
import { templateDraft } from './draft-template.ts';
import { templateStatus, templateWire } from './template.ts';

const params = z.object({ id: z.string().max(100) });
const CREDENTIALS = 'credentials:GetSecretValue' satisfies Grant;
/** Two requests to the provider, at ten seconds each, and those around them. */
const TIMEOUT = 29;
const PROVIDER_ERRORS = ['credentials.missing', 'template.refused', 'provider.unreachable'];

export const listTemplates = route({
  id: 'template.list',
  method: 'GET',
  path: '/v1/templates',
  entry: 'functions/api/template/list-templates.ts',
  scope: 'templates:read',
  summary: 'List templates as they were last looked at. With filters, a page may be short though another follows',
  request: {
    query: listQuery.extend({
      status: templateStatus.optional().describe('Those with this status.'),
      name: nameFilter,
      language: z.string().min(1).max(35).optional().describe('Those in exactly this language.'),
    }),
  },
  response: listOf(templateWire),
  errors: [],
  grants: ['index:Query'],
});

export const readTemplate = route({
  id: 'template.read',
  method: 'GET',
  path: '/v1/templates/{id}',
  entry: 'functions/api/template/read-template.ts',
  scope: 'templates:read',
  summary: 'Read a template as it was last looked at',
  request: { params },
  response: templateWire,
  errors: ['template.not_found'],
  grants: ['table:GetItem'],
});

export const createTemplate = route({
  id: 'template.create',
  audit: 'values',
  method: 'POST',
  path: '/v1/templates',
  entry: 'functions/api/template/create-template.ts',
  scope: 'conversations:view',
  summary: 'Make a template. A campaign with the same content uses it',
  request: { body: templateDraft },
  response: templateWire,
  errors: ['quota.draft_templates', ...PROVIDER_ERRORS],
  grants: [...POST_GRANTS, 'index:Query', CREDENTIALS],
  timeout: TIMEOUT,
});

export const submitTemplate = route({
  id: 'template.submit',
  audit: 'values',
  method: 'POST',
  path: '/v1/templates/{id}/submit',
  entry: 'functions/api/template/submit-template.ts',
  scope: 'conversations:view',
  summary: "Submit a template for WhatsApp's review",
  request: {
    params,
    body: z.strictObject({
      category: z.enum(['marketing', 'utility']).default('marketing').describe('What WhatsApp reviews it as.'),
    }),
  },
  response: templateWire,
  status: 202,
  // What was submitted is refused the second time, and stays submitted.
  rerunnable: true,
  errors: ['template.not_found', 'template.status', ...PROVIDER_ERRORS],
  grants: [...POST_GRANTS, CREDENTIALS],
  timeout: TIMEOUT,
});

export const deleteTemplate = route({
  id: 'template.delete',
  audit: 'values',
  method: 'DELETE',
  path: '/v1/templates/{id}',
  entry: 'functions/api/template/delete-template.ts',
  scope: 'conversations:view',
  summary:
    'Delete a template at the provider and at WhatsApp; a campaign that sends it pauses, so that this needs campaigns:send then',
  request: { params },
  response: templateWire,
  errors: ['template.not_found', 'scope.missing', ...PROVIDER_ERRORS],
  grants: ['table:GetItem', 'table:UpdateItem', 'index:Query', CREDENTIALS],
  timeout: TIMEOUT,
});

export const syncTemplates = route({
  id: 'template.sync',
  method: 'POST',
  path: '/v1/templates/sync',
  entry: 'functions/api/template/sync-templates.ts',
  scope: 'conversations:view',
  summary: "Look at every template of the provider's account, with its approval",
  request: {},
  response: begunJob,
  status: 202,
  rerunnable: true,
  errors: ['credentials.missing'],
  grants: [...POST_GRANTS, 'jobs:SendMessage', CREDENTIALS],
});
