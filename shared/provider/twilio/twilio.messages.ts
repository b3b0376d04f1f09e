import * as z from 'zod';

import type { Credentials, OutboundMessage, Outcome, Provider, ProviderMessage } from '../provider.ts';
import { classify, errorOf } from './error-codes.ts';
import { payloadOf } from './twilio-content.ts';
import { readAddress } from './twilio-address.ts';
import { statusReport } from './twilio-status.ts';
import type { TwilioRequest, TwilioResponse } from './twilio.client.ts';

/** Errors before a connection was made, so Twilio cannot have received the request. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

const HOST = 'https://api.twilio.com';
/** Pages of a thousand messages to one person: nobody is sent more than that within days. */
const MAX_PAGES = 10;

/**
 * Sends messages by Twilio's `Messages.create`. It has no idempotency key, so a request without an answer is never repeated.
 * @param publicBaseUrl where status callbacks are sent to, without a slash at its end
 */
export function twilioMessages(
  request: TwilioRequest,
  publicBaseUrl: string,
): Pick<Provider, 'send' | 'find' | 'recipientOf'> {
  return {
    async send(credentials, outbound) {
      const uri = messagesUri(credentials);
      try {
        return outcome(
          await request(credentials, { method: 'post', uri, form: form(credentials, outbound, publicBaseUrl) }),
        );
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
        return NOT_SENT.has(code) ? { kind: 'not_sent' } : { kind: 'ambiguous', reason: code };
      }
    },

    async find(credentials, { to, from, since }) {
      const query = new URLSearchParams({
        To: `whatsapp:${to}`,
        From: `whatsapp:${from}`,
        // The list filters by date, not by time.
        'DateSent>': new Date(since).toISOString().slice(0, 10),
        PageSize: '1000',
      });
      const found: ProviderMessage[] = [];
      let uri: string | null | undefined = `${messagesUri(credentials)}?${query.toString()}`;
      for (let page = 0; uri && page < MAX_PAGES; page += 1) {
        const { status, body } = await request(credentials, { method: 'get', uri });
        const list = messageList.safeParse(body);
        if (status !== 200 || !list.success) throw new Error(`Listing messages at Twilio failed: HTTP ${status}.`);
        found.push(...list.data.messages);
        uri = list.data.next_page_uri && HOST + list.data.next_page_uri;
      }
      if (uri) throw new Error(`Twilio lists more than ${MAX_PAGES} pages of messages to one person.`);
      return found;
    },

    async recipientOf(credentials, provider_sid) {
      if (!SID.test(provider_sid)) return undefined;
      const uri = messagesUri(credentials).replace(/\.json$/, `/${provider_sid}.json`);
      const { status, body } = await request(credentials, { method: 'get', uri });
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`Reading a message at Twilio failed: HTTP ${status}.`);
      return readAddress(String(body['to'])).number;
    },
  };
}

const SID = /^(SM|MM)\w{1,62}$/;

/** A page of messages; dates are RFC 2822. */
const messageList = z.object({
  messages: z.array(
    z
      .object({
        sid: z.string(),
        date_created: z.string(),
        status: z.string(),
        error_code: z.union([z.number(), z.string()]).nullish(),
      })
      .transform(({ sid, date_created, status, error_code }) => ({
        provider_sid: sid,
        created_at: Date.parse(date_created),
        report: statusReport(sid, status, error_code?.toString()),
      })),
  ),
  next_page_uri: z.string().nullish(),
});

function messagesUri(credentials: Parameters<Provider['send']>[0]): string {
  return `${HOST}/2010-04-01/Accounts/${credentials['account_sid'] ?? ''}/Messages.json`;
}

function form(
  { messaging_service_sid }: Credentials,
  { to, from, message, callback }: OutboundMessage,
  publicBaseUrl: string,
): Record<string, string> {
  const payload = payloadOf(message);
  return {
    To: `whatsapp:${to}`,
    From: `whatsapp:${from}`,
    ...(messaging_service_sid && { MessagingServiceSid: messaging_service_sid }),
    // By default Twilio retries a callback once, and only after a failed connection; the fragment asks for five retries of any kind.
    ...(callback && {
      StatusCallback: `${publicBaseUrl}/webhooks/twilio/${callback.tenant_id}/status?m=${callback.token}#rc=5&rp=all`,
    }),
    ...('template_id' in payload
      ? { ContentSid: payload.template_id, ContentVariables: JSON.stringify(payload.variables) }
      : { ...(payload.body && { Body: payload.body }), ...(payload.media_url && { MediaUrl: payload.media_url }) }),
  };
}

/** Only a 2xx with a sid is an acceptance and only a 4xx a refusal; after anything else, the message may have been sent. */
function outcome({ status, body, retry_after }: TwilioResponse): Outcome {
  if (status < 300 && typeof body['sid'] === 'string') return { kind: 'accepted', provider_sid: body['sid'] };
  if (status < 400 || status >= 500) return { kind: 'ambiguous', reason: `HTTP ${status}` };
  const answered = typeof body['code'] === 'number' ? String(body['code']) : String(status);
  // 401 and 429 count by their HTTP status if their code is not known.
  const code = [401, 429].includes(status) && classify(answered) === 'unknown' ? String(status) : answered;
  const error = errorOf(code);
  // By callback this code is a limit of hours; at once it is the pace.
  if (error.class === 'portfolio_limit') return { kind: 'refused', code, class: 'throttled' };
  return { kind: 'refused', ...error, ...(error.class === 'account_limit' && { retry_after }) };
}
