import * as z from 'zod';

import { targetCriteria } from '../campaign/audience.ts';
import { listCustomers } from '../customer/customer.contract.ts';
import { time } from '../platform/formats.ts';
import { idOf } from '../platform/ids.ts';
import { listInteractions } from '../interaction/interaction.contract.ts';
import { listMessages } from '../message/message.contract.ts';
import { audienceOutcome, refuseOfLeftOut } from '../preflight/audience-page.ts';
import { listAudience } from '../preflight/preflight.contract.ts';
import { listAudit } from '../tenancy/audit.contract.ts';

/** What a list's query has besides its filters. */
const PAGING = { limit: true, cursor: true, count: true } as const;
const LISTING = { ...PAGING, expand: true } as const;
const customer_id = idOf('cus').optional();
const hour = z.int().min(0).max(23);

const messages = listMessages.request.query
  .omit(LISTING)
  .extend({
    campaign_id: idOf('cmp').describe('Whose messages.'),
    tapped: z.boolean().optional().describe('Whether the customer tapped any button.'),
    replied: z.boolean().optional().describe('Whether the customer replied in words.'),
    opted_out: z.boolean().optional().describe('Whether the customer opted out in reply.'),
    tried: z.boolean().optional().describe('Whether it was sent, or tried to be sent, to somebody of the test.'),
    window_over: z.boolean().optional().describe('Whether somebody of the test has had their whole time.'),
    did: z.boolean().optional().describe('Whether somebody of the test did in their time what the experiment counts.'),
    holdout_converted: z
      .boolean()
      .optional()
      .describe('Whether the customer converted in their time since it was planned.'),
  })
  .meta({ id: 'MessageExportFilter', examples: [{ campaign_id: 'cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D', reached: 'read' }] });

const interactions = listInteractions.request.query
  .omit(LISTING)
  .extend({
    campaign_id: idOf('cmp').optional().describe('Those with this campaign; without it, all of one customer.'),
    converted: z.literal(true).optional().describe('Those that led to a conversion.'),
    hour: hour.optional().describe('Those in this hour of the day, 0 to 23, in UTC.'),
    local_hour: hour.optional().describe('The same by the customer’s clock.'),
    local_weekday: z
      .int()
      .min(0)
      .max(6)
      .optional()
      .describe('Those on this day of the week by the customer’s clock; 0 is Monday.'),
  })
  .refine(({ campaign_id, ...others }) => campaign_id !== undefined || others.customer_id !== undefined, {
    path: ['campaign_id'],
    params: { code: 'required' },
    message: 'name a campaign, or a customer',
  })
  .refine(
    ({ campaign_id, customer_id: _, ...others }) =>
      campaign_id !== undefined || Object.values<unknown>(others).every((given) => given === undefined),
    { path: ['campaign_id'], params: { code: 'required' }, message: 'these filters need a campaign' },
  )
  .meta({ id: 'InteractionExportFilter', examples: [{ campaign_id: 'cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D' }] });

const { limit: _, cursor: __, count: ___, outcome: ____, ...figure } = listAudience.request.query.shape;
/** What says which figure of a preflight is meant. */
const OF_AUDIENCE = ['outcome', ...Object.keys(figure)];
const namesOf = (filter: object): string[] =>
  Object.entries(filter).flatMap(([name, given]) => (given === undefined ? [] : [name]));

const customers = listCustomers.request.query
  .omit(PAGING)
  .extend({
    customer_id: customer_id.describe('This one alone.'),
    target_criteria: targetCriteria.optional().describe('Those whom a campaign with these criteria would address.'),
    campaign_id: idOf('cmp')
      .optional()
      .describe('Those whom a figure of this campaign’s preflight counts; no other filter goes with it.'),
    outcome: audienceOutcome
      .optional()
      .describe(
        'Which figure: those who get it by default, those who are left out for this reason, or `left_out` for whatever reason.',
      ),
    ...figure,
  })
  .refine(
    ({ campaign_id, ...others }) =>
      campaign_id === undefined || namesOf(others).every((name) => OF_AUDIENCE.includes(name)),
    {
      path: ['campaign_id'],
      params: { code: 'refused' },
      message: `takes no other filter than ${OF_AUDIENCE.join(', ')}`,
    },
  )
  .superRefine(refuseOfLeftOut)
  .refine(
    ({ campaign_id, ...others }) =>
      campaign_id !== undefined || !namesOf(others).some((name) => OF_AUDIENCE.includes(name)),
    {
      path: ['campaign_id'],
      params: { code: 'required' },
      message: 'name the campaign whose preflight it is',
    },
  )
  .refine(({ segment_id, target_criteria }) => segment_id === undefined || target_criteria === undefined, {
    path: ['segment_id'],
    params: { code: 'refused' },
    message: 'takes a segment or target_criteria, not both: name the segment in segments_any',
  })
  .meta({ id: 'CustomerExportFilter', examples: [{ tag: 'regular' }] });

const consents = z
  .strictObject({
    customer_id: customer_id.describe('Those of this customer.'),
    status: z.enum(['opted_in', 'opted_out', 'unknown']).optional().describe('Those that say this.'),
    source: z.string().min(1).max(64).optional().describe('Those of this source.'),
    from: time.optional().describe('Those made at this time or later.'),
    to: time.optional().describe('Those made before this time.'),
  })
  .meta({ id: 'ConsentExportFilter', examples: [{ status: 'opted_out' }] });

const audit = listAudit.request.query
  .omit(PAGING)
  .meta({ id: 'AuditExportFilter', examples: [{ action: 'campaign' }] });

/** By kind: the filters of the list that shows the same. */
export const exportFilters = { messages, interactions, customers, consents, audit };
export type ExportKind = keyof typeof exportFilters;
export type ConsentFilter = z.infer<typeof consents>;
export type CustomerFilter = z.infer<typeof customers>;
