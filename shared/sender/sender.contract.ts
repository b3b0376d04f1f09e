import * as z from 'zod';

import { POST_GRANTS } from '../contract/grants.ts';
import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { DAILY_LIMIT, sender } from './sender.ts';

const INTERNAL = {
  tenant_id: true,
  provider: true,
  reply_debt: true,
  limits_read_at: true,
} as const;
const senderWire = sender
  .omit(INTERNAL)
  .extend({
    daily_limit: sender.shape.daily_limit.unwrap().nullable().default(null).describe(DAILY_LIMIT),
    messaging_limit: sender.shape.messaging_limit
      .unwrap()
      .nullable()
      .default(null)
      .describe('WhatsApp’s limit of people per 24 hours, as last read; null when not known.'),
    quality_rating: sender.shape.quality_rating
      .unwrap()
      .nullable()
      .default(null)
      .describe('How people rate the number, as last read; null when not known.'),
    daily_left: z
      .number()
      .int()
      .min(0)
      .nullable()
      .describe(
        'To how many more people it may send templates now, by the lower of both limits less whom Herald counts of the last 24 hours, since the sender has a limit; null without one.',
      ),
    braked_until: z.iso
      .datetime()
      .nullable()
      .describe('Nothing is sent before this: the provider asked to slow down, or did not answer. Null when it sends.'),
    limited_by: sender.shape.limited_by
      .unwrap()
      .nullable()
      .describe(
        'The limit that WhatsApp said is reached: `portfolio_limit` keeps templates waiting, `account_limit` everything; null when none is.',
      ),
    limited_until: z.iso.datetime().nullable().describe('When that limit may have passed, and sending is tried again.'),
  })
  .meta({ id: 'Sender' });

const shared = { scope: 'settings:manage', authentication: 'bearer' } as const;

export const createSender = route({
  ...shared,
  id: 'sender.create',
  audit: 'values',
  method: 'POST',
  path: '/v1/senders',
  entry: 'functions/api/sender/create-sender.ts',
  summary: 'Add a WhatsApp sender; the first one becomes the default',
  request: {
    body: z
      .strictObject({
        name: sender.shape.name.optional(),
        phone_number: sender.shape.phone_number,
        rate: sender.shape.rate.default(80),
        daily_limit: sender.shape.daily_limit.nullable().describe(DAILY_LIMIT),
      })
      .meta({ id: 'SenderDraft' }),
  },
  response: senderWire,
  errors: ['sender.exists', 'quota.senders'],
  grants: [...POST_GRANTS, 'table:Query'],
});

export const listSenders = route({
  ...shared,
  id: 'sender.list',
  method: 'GET',
  path: '/v1/senders',
  entry: 'functions/api/sender/list-senders.ts',
  summary: 'List senders, newest first',
  request: { query: listQuery },
  response: listOf(senderWire),
  errors: [],
  grants: ['table:Query', 'table:BatchGetItem'],
});

export const readSender = route({
  ...shared,
  id: 'sender.read',
  method: 'GET',
  path: '/v1/senders/{id}',
  entry: 'functions/api/sender/read-sender.ts',
  summary: 'Read a sender',
  request: { params: z.object({ id: z.string().max(100) }) },
  response: senderWire,
  errors: ['sender.not_found'],
  grants: ['table:GetItem', 'table:BatchGetItem'],
});

export const changeSender = route({
  ...shared,
  id: 'sender.change',
  audit: 'values',
  method: 'PATCH',
  path: '/v1/senders/{id}',
  entry: 'functions/api/sender/change-sender.ts',
  summary: 'Rename a sender or change its rate or daily limit; running campaigns keep to them from their next chunk on',
  request: {
    params: z.object({ id: z.string().max(100) }),
    body: z
      .strictObject({
        name: sender.shape.name.optional(),
        rate: sender.shape.rate.optional(),
        daily_limit: sender.shape.daily_limit.nullable().describe(DAILY_LIMIT),
      })
      .meta({ id: 'SenderChange', examples: [{ rate: 80 }] }),
  },
  response: senderWire,
  errors: ['sender.not_found'],
  grants: ['table:GetItem', 'table:UpdateItem', 'table:BatchGetItem'],
});
