import * as z from 'zod';

import { AUDIENCE_PASS } from '../campaign/audience-pass.ts';
import { scheduleFaults, unfinishedDraft } from '../campaign/campaign.ts';
import { POST_GRANTS } from '../contract/grants.ts';
import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { customerWire } from '../customer/customer.ts';
import { WAIT_RULES } from './audience-counts.ts';
import { audienceOutcome, NO_COUNTRY, refuseOfLeftOut } from './audience-page.ts';
import { preflight, priceCategory } from './preflight.ts';
import { preview, previewRequest, testAnswer, testRequest } from './preview.ts';

const params = z.object({ id: z.string().max(100) });

const shared = {
  method: 'POST',
  response: preflight,
  // It changes nothing.
  rerunnable: true,
  grants: [...POST_GRANTS, 'table:Query', 'table:BatchGetItem', 'index:Query', 'credentials:GetSecretValue'],
  ...AUDIENCE_PASS,
} as const;

export const preflightCampaign = route({
  ...shared,
  id: 'campaign.preflight',
  audit: 'none',
  path: '/v1/campaigns/{id}/preflight',
  entry: 'functions/api/campaign/preflight-campaign.ts',
  scope: 'conversations:view',
  summary: 'Count who would get a campaign, what it costs and when it is through, before it is sent',
  description:
    'The `ETag` of the answer is that of the campaign which was counted: give it as `If-Match` when you execute or schedule the campaign, so that nothing goes out which nobody has counted.',
  request: { params },
  headers: z.object({
    etag: z.string().describe('Names the version of the campaign that was counted, as reading the campaign does.'),
  }),
  // A repeated answer would have no header.
  repeat: 'run',
  errors: ['campaign.not_found', 'campaign.status', 'preflight.too_large'],
});

export const preflightDraft = route({
  ...shared,
  id: 'campaign.preflight_draft',
  audit: 'none',
  path: '/v1/campaigns/preflight',
  entry: 'functions/api/campaign/preflight-draft.ts',
  scope: 'conversations:view',
  summary: 'The same for a draft that is not saved, and may be unfinished',
  request: { body: unfinishedDraft, faults: scheduleFaults },
  errors: ['sender.not_found', 'preflight.too_large'],
});

export const listAudience = route({
  id: 'campaign.list_audience',
  method: 'GET',
  path: '/v1/campaigns/{id}/audience',
  entry: 'functions/api/campaign/list-audience.ts',
  scope: 'customers:read',
  summary:
    'List the people whom a figure of the preflight counts, newest first; a page may be short while more follow. It needs the scope campaigns:read, too',
  request: {
    params,
    query: listQuery
      .extend({
        outcome: audienceOutcome
          .default('reached')
          .describe(
            'Those who get it; those who are left out for this reason, as `left_out.by_reason` counts them; or `left_out`, for whatever reason.',
          ),
        content: z
          .string()
          .min(1)
          .max(100)
          .optional()
          .describe('Of those who get it, the ones who get this content, by its key.'),
        lacking: z
          .string()
          .min(1)
          .max(2000)
          .optional()
          .describe(
            'Of these, the ones who have no value for this placeholder, named as `placeholder` of a warning does: they read its default, or are left out for it.',
          ),
        country: z
          .string()
          .regex(new RegExp(`^([A-Z]{2}|${NO_COUNTRY})$`), `must be a country code like DE, or ${NO_COUNTRY}`)
          .optional()
          .describe(`Of those who get it, the ones with a number of this country; \`${NO_COUNTRY}\`: of no country.`),
        category: priceCategory
          .optional()
          .describe('Of those who get it, the ones whose message has this price, as `cost.lines` counts them.'),
        waits: z
          .enum(WAIT_RULES)
          .optional()
          .describe('Of those who get it, the ones who wait by this rule, as `waits` counts them.'),
      })
      .superRefine(refuseOfLeftOut),
  },
  response: listOf(customerWire),
  errors: ['campaign.not_found', 'campaign.status', 'segment.broken', 'scope.missing'],
  grants: ['table:GetItem', 'table:BatchGetItem', 'table:Query'],
  ...AUDIENCE_PASS,
});

export const previewMessage = route({
  id: 'campaign.preview',
  audit: 'none',
  method: 'POST',
  path: '/v1/campaigns/{id}/preview',
  entry: 'functions/api/campaign/preview-message.ts',
  scope: 'conversations:view',
  summary: 'Show what one person would get of a campaign, to the letter, and why that',
  request: { params, body: previewRequest },
  response: preview,
  showsLinks: true,
  repeat: 'run',
  errors: ['campaign.not_found', 'customer.not_found', 'preview.nobody'],
  grants: [...POST_GRANTS, 'table:Query', 'table:BatchGetItem'],
  ...AUDIENCE_PASS,
});

export const sendTest = route({
  id: 'campaign.test',
  method: 'POST',
  path: '/v1/campaigns/{id}/test',
  entry: 'functions/api/campaign/send-test.ts',
  scope: 'campaigns:send',
  summary: 'Send a campaign’s message to up to ten numbers at once, as a test that counts nowhere',
  request: { params, body: testRequest },
  response: testAnswer,
  errors: [
    'campaign.not_found',
    'sender.not_found',
    'provider.address',
    'sending.stopped',
    'credentials.missing',
    'template.refused',
    'provider.unreachable',
    'preview.nobody',
  ],
  grants: [...POST_GRANTS, 'table:Query', 'table:BatchGetItem', 'credentials:GetSecretValue'],
  timeout: 29,
});
