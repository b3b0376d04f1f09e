import * as z from 'zod';

import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { expand } from '../customer/expand-customer.ts';
import { time } from '../platform/formats.ts';
import { HOLDOUT_SIDES } from './cohort-of-message.ts';
import { STEP_NAMES } from './message-steps.ts';
import { messagePhase, messageStatus } from './message.ts';
import { customerMessageWire, messageWire } from './message.wire.ts';

const step = z.enum(STEP_NAMES);
const text = (max: number) => z.string().min(1).max(max).optional();
const flag = z
  .enum(['true', 'false'])
  .transform((given) => given === 'true')
  .optional();
const params = z.object({ id: z.string().max(100), customer_id: z.string().max(100) });

export const readMessage = route({
  id: 'message.read',
  method: 'GET',
  path: '/v1/campaigns/{id}/messages/{customer_id}',
  entry: 'functions/api/campaign/read-message.ts',
  scope: 'campaigns:read',
  summary: 'Read a campaign’s message to one customer',
  request: { params, query: z.strictObject({ expand }) },
  response: messageWire,
  errors: ['campaign.not_found', 'message.not_found'],
  grants: ['table:GetItem', 'table:BatchGetItem'],
});

export const listMessages = route({
  id: 'message.list',
  method: 'GET',
  path: '/v1/campaigns/{id}/messages',
  entry: 'functions/api/campaign/list-messages.ts',
  scope: 'campaigns:read',
  summary:
    'List a campaign’s messages, those of the newest customers first; with filters, a page may be short while more follow',
  request: {
    params: z.object({ id: z.string().max(100) }),
    query: listQuery.extend({
      status: messageStatus.optional().describe('Those with exactly this status.'),
      reached: step.optional().describe('Those that came at least so far, as the report counts them.'),
      not_reached: step.optional().describe('Those that did not come so far.'),
      error_code: text(100).describe('Those that failed with this code; `none` for those without one.'),
      reason: text(100).describe('Those that were skipped for this reason.'),
      content: text(32).describe('Those of this content, by its key.'),
      language: text(35).describe('Those of the contents in this language.'),
      variant: text(32).describe('Those who got this variant of the experiment.'),
      phase: messagePhase
        .optional()
        .describe('Those of this part of it: the test, whoever got what won, or who got nothing by chance.'),
      tried: flag.describe('Whether it was sent, or tried to be sent, to somebody of the test.'),
      window_over: flag.describe(
        'Whether they are of the test and have had their whole time, as the report counts it.',
      ),
      did: flag.describe('Whether they are of the test and did in their time what the experiment counts.'),
      holdout: z
        .enum(HOLDOUT_SIDES)
        .optional()
        .describe('Those whom `holdout` of the report counts on this side as `planned`: their time is over.'),
      holdout_converted: flag.describe('Whether they converted in their time, as `holdout` of the report counts it.'),
      button: text(128).describe('Those whose customer tapped this button, by its id.'),
      not_button: text(128).describe('Those whose customer did not.'),
      tapped: flag.describe('Whether the customer tapped any button.'),
      replied: flag.describe('Whether the customer replied in words.'),
      opted_out: flag.describe('Whether the customer opted out in reply.'),
      from: time
        .optional()
        .describe(
          'Those that came to the step of `reached` at this time or later; without it, that the provider took.',
        ),
      to: time.optional().describe('The same, before this time.'),
      expand,
    }),
  },
  response: listOf(messageWire),
  errors: ['campaign.not_found'],
  grants: ['table:BatchGetItem', 'table:Query'],
});

export const listCustomerMessages = route({
  id: 'message.list_of_customer',
  method: 'GET',
  path: '/v1/customers/{id}/messages',
  entry: 'functions/api/customer/list-customer-messages.ts',
  scope: 'campaigns:read',
  summary:
    'List what a customer was sent by campaigns, those of the newest campaigns first; a page may be short while more follow',
  request: { params: params.pick({ id: true }), query: listQuery },
  response: listOf(customerMessageWire),
  errors: ['customer.not_found'],
  grants: ['table:GetItem', 'table:BatchGetItem', 'index:Query'],
});
