import * as z from 'zod';
import { ApiError, notFound } from './api-error.ts';
import type { Limits } from './limits.ts';
import { pageOf } from './pages.ts';
import { parseBody } from './request-body.ts';
import type { Call, Route } from './route.ts';
import type { SenderRow, Senders } from './senders.ts';

const HOST = 'https://messaging.twilio.com';
const SENDER = /^\/v2\/Channels\/Senders\/(?<sid>XE\w+)$/;

const url = z.url({ protocol: /^https?$/ }).nullish();
const method = z.enum(['POST', 'PUT']).nullish();
const change = z.object({
  webhook: z
    .strictObject({
      callback_url: url,
      callback_method: method,
      fallback_url: url,
      fallback_method: method,
      status_callback_url: url,
      status_callback_method: method,
    })
    .nullish(),
});

/** Senders v2: what the account can send from, with its limit and its quality. */
export function senderRoutes(senders: Senders, limits: Limits): Route[] {
  function existing({ accountSid, parts, path }: Call): SenderRow {
    const found = senders.find(accountSid, parts['sid'] ?? '');
    if (!found) throw notFound(path);
    return found;
  }

  const shown = (row: SenderRow) => resource(row, limits.portfolio);

  function update(call: Call) {
    const { sid, webhook } = existing(call);
    const given = parseBody(change, call.body).webhook;
    if (given) senders.setWebhook(sid, { ...(JSON.parse(webhook) as object), ...given });
    return { status: 202, body: shown(existing(call)) };
  }

  function list(call: Call) {
    if (call.query.get('Channel') !== 'whatsapp') throw new ApiError(20001, 'Channel must be whatsapp');
    return pageOf(call, {
      ...{ host: HOST, key: 'senders', shown },
      idOf: ({ sid }) => sid,
      rows: (limit, after) => senders.list(call.accountSid, limit, after),
    });
  }

  return [
    { method: 'GET', path: /^\/v2\/Channels\/Senders$/, handle: list },
    { method: 'GET', path: SENDER, handle: (call) => ({ status: 200, body: shown(existing(call)) }) },
    { method: 'POST', path: SENDER, handle: update },
  ];
}

function resource({ sid, address, status, quality_rating, webhook }: SenderRow, portfolio: number): object {
  return {
    sid,
    status,
    sender_id: address,
    configuration: { waba_id: null },
    webhook: JSON.parse(webhook),
    profile: { name: 'Stand-in' },
    properties: { quality_rating, messaging_limit: messagingLimit(portfolio) },
    offline_reasons: null,
    compliance: null,
    url: `${HOST}/v2/Channels/Senders/${sid}`,
  };
}

/** As WhatsApp words it: `10K Customers/24hr`. */
function messagingLimit(people: number): string {
  if (people === Infinity) return 'Unlimited';
  return `${people >= 1_000 && people % 1_000 === 0 ? `${people / 1_000}K` : people} Customers/24hr`;
}
