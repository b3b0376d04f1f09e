import * as z from 'zod';

import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { futureFaults, time, writtenNumber } from '../platform/formats.ts';
import { POST_GRANTS } from '../contract/grants.ts';
import { idOf } from '../platform/ids.ts';
import { expand } from '../customer/expand-customer.ts';
import { AGENT_OUTCOMES, conversion } from './interaction.ts';
import { interactionWire } from './interaction.wire.ts';

const id = z.string().max(100);
const hour = z.string().regex(/^(1?\d|2[0-3])$/, 'must be an hour from 0 to 23');

const given = z.strictObject({
  ...conversion.shape,
  converted_at: time.optional().describe('Now, unless it is given.'),
});
const paired = (body: { value?: unknown; currency?: unknown }) =>
  (body.value === undefined) === (body.currency === undefined);
const PAIRED = { path: ['currency'], message: 'give value and currency together, or neither' };

export const clickButton = route({
  id: 'interaction.click',
  audit: 'none',
  method: 'POST',
  path: '/v1/campaigns/{id}/button-click',
  entry: 'functions/api/interaction/click-button.ts',
  scope: 'conversations:view',
  summary: 'Report a tap that no webhook tells of, such as one on a call button',
  request: {
    params: z.object({ id }),
    body: z
      .strictObject({
        customer_id: idOf('cus'),
        button_id: z
          .string()
          .min(1)
          .max(128)
          .meta({ description: 'One of the campaign’s.', examples: ['order'] }),
        message_id: idOf('msg').optional().describe('The message whose button it was.'),
        clicked_at: time.optional().describe('Now, unless it is given; not before the message was sent.'),
        response_message: z.string().max(4096).optional().describe('What the customer wrote.'),
        metadata: z
          .record(z.string().min(1).max(64), z.string().max(500))
          .refine((metadata) => Object.keys(metadata).length <= 50, 'at most 50 entries')
          .optional()
          .describe('Your own notes, at most 50.'),
      })
      .meta({ id: 'ButtonClick' }),
    faults: futureFaults('clicked_at'),
  },
  response: interactionWire,
  // A stored answer would outlive the customer's erasure. The key is the tap's own, so that it is recorded once.
  repeat: 'run',
  errors: ['campaign.not_found', 'button.not_found', 'customer.not_found', 'message.not_sent'],
  grants: POST_GRANTS,
});

export const listInteractions = route({
  id: 'interaction.list',
  method: 'GET',
  path: '/v1/campaigns/{id}/interactions',
  entry: 'functions/api/interaction/list-interactions.ts',
  scope: 'campaigns:read',
  summary: 'List a campaign’s interactions, newest first; with several filters, a page may be short while more follow',
  request: {
    params: z.object({ id }),
    query: listQuery.extend({
      button_id: z.string().min(1).max(128).optional().describe('Those with this button.'),
      customer_id: idOf('cus').optional().describe('Those of this customer.'),
      converted: z.literal('true').optional().describe('Those that led to a conversion.'),
      conversion_type: z.string().min(1).max(64).optional().describe('Those that led to one of this type.'),
      content: z.string().min(1).max(32).optional().describe('Those on this content, by its key.'),
      variant: z.string().min(1).max(32).optional().describe('Those on this variant of the experiment.'),
      agent_outcome: z.enum(AGENT_OUTCOMES).optional().describe('Those of which this came, where an agent answers.'),
      agent_reason: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .describe('Those that the agent did not answer for this reason.'),
      hour: hour.optional().describe('Those in this hour of the day, 0 to 23, in UTC.'),
      local_hour: hour.optional().describe('The same by the customer’s clock.'),
      local_weekday: z
        .string()
        .regex(/^[0-6]$/, 'must be a weekday from 0, Monday, to 6')
        .optional()
        .describe('Those on this day of the week by the customer’s clock; 0 is Monday.'),
      from: time.optional().describe('Those tapped at this time or later.'),
      to: time.optional().describe('Those tapped before this time.'),
      one_per: z
        .literal('customer')
        .optional()
        .describe('The newest of each customer alone, those of the newest customers first.'),
      expand,
    }),
  },
  response: listOf(interactionWire),
  errors: ['campaign.not_found', 'campaign.earlier_version'],
  grants: ['table:BatchGetItem', 'table:Query', 'index:Query'],
});

export const listCustomerInteractions = route({
  id: 'interaction.list_of_customer',
  method: 'GET',
  path: '/v1/customers/{id}/interactions',
  entry: 'functions/api/interaction/list-customer-interactions.ts',
  scope: 'campaigns:read',
  summary: 'List a customer’s interactions with all campaigns, newest first',
  request: { params: z.object({ id }), query: listQuery },
  response: listOf(interactionWire),
  errors: ['customer.not_found'],
  grants: ['index:Query'],
});

export const listConversions = route({
  id: 'conversion.list',
  method: 'GET',
  path: '/v1/conversions',
  entry: 'functions/api/interaction/list-conversions.ts',
  scope: 'campaigns:read',
  summary:
    'List the interactions that led to a conversion, the latest conversion first; or those of a campaign, the latest tap first',
  request: {
    query: listQuery.extend({ campaign_id: idOf('cmp').optional().describe('Those of this campaign.'), expand }),
  },
  response: listOf(interactionWire),
  errors: ['campaign.not_found'],
  grants: ['table:BatchGetItem', 'table:Query', 'index:Query'],
});

export const convertInteraction = route({
  id: 'interaction.convert',
  method: 'POST',
  path: '/v1/campaigns/{id}/interactions/{interaction_id}/conversion',
  entry: 'functions/api/interaction/convert-interaction.ts',
  scope: 'conversations:view',
  summary: 'Say what an interaction led to; the same conversion again changes nothing',
  request: {
    params: z.object({ id, interaction_id: id }),
    body: given.refine(paired, PAIRED).meta({ id: 'ConversionDraft' }),
    faults: futureFaults('converted_at'),
  },
  response: interactionWire,
  // As above; and the same conversion again changes nothing.
  repeat: 'run',
  errors: [
    'interaction.not_found',
    'conversion.exists',
    'conversion.before_click',
    'quota.conversion_types',
    'quota.currencies',
  ],
  grants: [...POST_GRANTS, 'table:Query', 'table:BatchGetItem'],
});

export const reportConversion = route({
  id: 'conversion.report',
  method: 'POST',
  path: '/v1/conversions',
  entry: 'functions/api/interaction/report-conversion.ts',
  scope: 'conversations:view',
  summary: 'Report a conversion; it is credited to the customer’s last click within the campaign’s attribution window',
  request: {
    body: z
      .strictObject({
        ...given.shape,
        customer_id: idOf('cus').optional().describe('Whose it is; or their `phone_number`.'),
        phone_number: writtenNumber.optional().describe('Whose it is; or their `customer_id`.'),
      })
      .refine(paired, PAIRED)
      .refine((body) => (body.customer_id === undefined) !== (body.phone_number === undefined), {
        path: ['customer_id'],
        message: 'name the customer by customer_id or by phone_number',
      })
      .meta({ id: 'ConversionReport' }),
    faults: futureFaults('converted_at'),
  },
  response: z.union([
    interactionWire.extend({ attributed: z.literal(true).describe('Whether a click was found for it.') }),
    z.object({ attributed: z.literal(false).describe('Whether a click was found for it.') }),
  ]),
  repeat: 'run',
  errors: ['customer.not_found', 'conversion.exists', 'quota.conversion_types', 'quota.currencies'],
  grants: [...POST_GRANTS, 'index:Query', 'table:Query', 'table:BatchGetItem'],
});
