import * as z from 'zod';

import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { expand } from '../customer/expand-customer.ts';
import { replyWire } from './reply.wire.ts';

const params = z.object({ id: z.string().max(100) });

export const listReplies = route({
  id: 'reply.list',
  method: 'GET',
  path: '/v1/campaigns/{id}/replies',
  entry: 'functions/api/interaction/list-replies.ts',
  scope: 'customers:read',
  summary: 'List what people wrote lately in answer to a campaign, newest first',
  description:
    'After 30 days, or as many as `retention` of the tenant says, it is deleted, and at once when the person is erased. Taps are interactions.',
  request: { params, query: listQuery.extend({ expand }) },
  response: listOf(replyWire),
  errors: ['campaign.not_found'],
  grants: ['table:BatchGetItem', 'index:Query'],
});

export const listCustomerReplies = route({
  id: 'reply.list_of_customer',
  method: 'GET',
  path: '/v1/customers/{id}/replies',
  entry: 'functions/api/interaction/list-customer-replies.ts',
  scope: 'customers:read',
  summary: 'List what a customer wrote lately, newest first',
  request: { params, query: listQuery },
  response: listOf(replyWire),
  errors: ['customer.not_found'],
  grants: ['index:Query'],
});
