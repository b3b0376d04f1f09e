import * as z from 'zod';

import type { Credentials } from '../../tenancy/credentials.ts';
import { errorClass } from '../error-class.ts';
import type { MessageProvider, Outbound, Outcome, Sighting } from '../provider.ts';
import type { TwilioRequest, TwilioResponse } from './twilio.client.ts';

/** The connection was never made, so no request can have been read. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

const HOST = 'https://api.twilio.com';

/** Sends messages by Twilio's `Messages.create`, which has no idempotency key: a lost answer is never sent again. */
export function twilioSender(request: TwilioRequest): MessageProvider {
  return {
    async send(credentials, outbound) {
      const uri = messagesUri(credentials);
      try {
        return outcome(await request(credentials, { method: 'post', uri, form: form(outbound) }));
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
        return NOT_SENT.has(code) ? { kind: 'not_sent' } : { kind: 'ambiguous', reason: code };
      }
    },

    async find(credentials, { to, from, since }) {
      const query = new URLSearchParams({
        To: `whatsapp:${to}`,
        From: `whatsapp:${from}`,
        // The list knows dates, not times.
        'DateSent>': new Date(since).toISOString().slice(0, 10),
        PageSize: '1000',
      });
      const found: Sighting[] = [];
      let uri: unknown = `${messagesUri(credentials)}?${query.toString()}`;
      while (typeof uri === 'string') {
        const { status, body } = await request(credentials, { method: 'get', uri });
        const page = messageList.safeParse(body);
        if (status !== 200 || !page.success) throw new Error(`The provider's list of messages: HTTP ${status}.`);
        found.push(...page.data.messages);
        uri = page.data.next_page_uri && HOST + page.data.next_page_uri;
      }
      return found;
    },
  };
}

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
        status,
        error_code: error_code === null || error_code === undefined ? undefined : String(error_code),
      })),
  ),
  next_page_uri: z.string().nullish(),
});

function messagesUri({ account_sid }: Credentials): string {
  return `${HOST}/2010-04-01/Accounts/${account_sid}/Messages.json`;
}

function form({ to, from, payload, status_callback }: Outbound): Record<string, string> {
  return {
    To: `whatsapp:${to}`,
    From: `whatsapp:${from}`,
    // By default a callback is tried once more, and only when the connection failed; the fragment asks for five of any kind.
    ...(status_callback && { StatusCallback: `${status_callback}#rc=5&rp=all` }),
    ...('content_sid' in payload
      ? { ContentSid: payload.content_sid, ContentVariables: JSON.stringify(payload.content_variables) }
      : { ...(payload.body && { Body: payload.body }), ...(payload.media_url && { MediaUrl: payload.media_url }) }),
  };
}

/** Only a 2xx with a sid is an acceptance and only a 4xx a refusal; everything else may have gone out. */
function outcome({ status, body }: TwilioResponse): Outcome {
  if (status < 300 && typeof body['sid'] === 'string') return { kind: 'accepted', provider_sid: body['sid'] };
  if (status >= 400 && status < 500) {
    const code = typeof body['code'] === 'number' ? body['code'] : status;
    // "Slow down" and "who are you" are known by their HTTP status, whatever code comes with them.
    return { kind: 'refused', code: [401, 429].includes(status) && errorClass(code) === 'unknown' ? status : code };
  }
  return { kind: 'ambiguous', reason: `HTTP ${status}` };
}
