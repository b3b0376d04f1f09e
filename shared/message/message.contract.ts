import * as z from 'zod';

import { LIST_GRANTS } from '../contract/grants.ts';
import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { messageStatus } from './message.ts';
import { messageWire } from './message.wire.ts';

export const listMessages = route({
  id: 'message.list',
  method: 'GET',
  path: '/v1/campaigns/{id}/messages',
  entry: 'functions/api/campaign/list-messages.ts',
  scope: 'conversations:view',
  summary: 'List a campaign’s messages, those of the newest customers first',
  request: {
    params: z.object({ id: z.string().max(100) }),
    query: listQuery.extend({ status: messageStatus.optional() }),
  },
  response: listOf(messageWire),
  errors: ['campaign.not_found'],
  grants: [...LIST_GRANTS, 'table:Query'],
});
