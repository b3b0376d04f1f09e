import * as z from 'zod';

import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { expand } from '../customer/expand-customer.ts';
import { messageStatus } from './message.ts';
import { messageWire } from './message.wire.ts';

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
  summary: 'List a campaign’s messages, those of the newest customers first',
  request: {
    params: z.object({ id: z.string().max(100) }),
    query: listQuery.extend({ status: messageStatus.optional().describe('Those with this status.'), expand }),
  },
  response: listOf(messageWire),
  errors: ['campaign.not_found'],
  grants: ['table:BatchGetItem', 'table:Query'],
});
