import type { Credentials, OutboundMessage, Outcome, Provider } from '../provider.ts';
import { classify, errorOf } from './error-codes.ts';
import { payloadOf } from './twilio-content.ts';
import { readAddress } from './twilio-address.ts';
import type { TwilioRequest, TwilioResponse } from './twilio.client.ts';
import { listedMessage, messageLists, messagesUri } from './twilio.message-lists.ts';

/** Errors before a connection was made, so Twilio cannot have received the request. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

/**
 * Sends messages by Twilio's `Messages.create`. It has no idempotency key, so a request without an answer is never repeated.
 * @param publicBaseUrl where status callbacks are sent to, without a slash at its end
 */
export function twilioMessages(
  request: TwilioRequest,
  publicBaseUrl: string,
): Pick<Provider, 'send' | 'find' | 'sentPage' | 'receivedPage' | 'statusOf' | 'recipientOf'> {
  /** @returns undefined for a message that Twilio does not know */
  async function read(credentials: Credentials, provider_sid: string) {
    if (!SID.test(provider_sid)) return undefined;
    const uri = messagesUri(credentials).replace(/\.json$/, `/${provider_sid}.json`);
    const { status, body } = await request(credentials, { method: 'get', uri });
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`Reading a message at Twilio failed: HTTP ${status}.`);
    return body;
  }

  return {
    ...messageLists(request),

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

    async recipientOf(credentials, provider_sid) {
      const body = await read(credentials, provider_sid);
      return body && readAddress(String(body['to'])).number;
    },

    async statusOf(credentials, provider_sid) {
      const body = await read(credentials, provider_sid);
      return body && listedMessage.parse(body).report;
    },
  };
}

const SID = /^(SM|MM)\w{1,62}$/;

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
