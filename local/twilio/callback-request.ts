import { createHmac } from 'node:crypto';
import type { Status } from './delivery.ts';
import type { MessageRow } from './message.ts';

/** What a status callback says (form parameters). */
export function callbackParameters(message: MessageRow, event: Status): Record<string, string> {
  const number = message.recipient.replace('whatsapp:', '');
  return {
    MessageSid: message.sid,
    MessageStatus: event,
    SmsSid: message.sid,
    SmsStatus: event,
    AccountSid: message.account_sid,
    From: message.sender,
    To: message.recipient,
    ApiVersion: '2010-04-01',
    ChannelPrefix: 'whatsapp',
    ChannelToAddress: `${number.slice(0, -4)}XXXX`,
    ChannelInstallSid: `XE${message.account_sid.slice(2)}`,
    ...(message.service_sid && { MessagingServiceSid: message.service_sid }),
    ...(event === 'sent' ? { StructuredMessage: 'false' } : { EventType: event.toUpperCase() }),
    ...(event === message.failure && {
      ErrorCode: String(message.error_code),
      ChannelStatusMessage: `Outgoing message failed: ${message.error_code}`,
    }),
  };
}

/** `X-Twilio-Signature`: base64 HMAC-SHA1 of the URL and each parameter, sorted, name then value. */
export function sign(authToken: string, url: string, parameters: Record<string, string>): string {
  const sorted = Object.keys(parameters).toSorted();
  const text = sorted.reduce((all, name) => all + name + parameters[name], url);
  return createHmac('sha1', authToken).update(text).digest('base64');
}

/** How an attempt ended: an HTTP status, `ct` when no connection came about, `rt` when no answer came. */
export type Outcome = number | 'ct' | 'rt';

/** Reads Twilio's connection overrides off the URL's fragment, which is neither sent nor signed. */
export function connectionOverrides(callbackUrl: string) {
  const [url = '', fragment = ''] = callbackUrl.split('#', 2);
  const overrides = new URLSearchParams(fragment);
  const retries = Math.min(5, Number(overrides.get('rc') ?? 1));
  const policy = (overrides.get('rp') ?? 'ct').split(',');
  const mayRetry = (outcome: Outcome, attempts: number) =>
    attempts <= retries && (policy.includes('all') || policy.includes(kindOf(outcome)));
  return { url, mayRetry };
}

function kindOf(outcome: Outcome): string {
  return typeof outcome === 'number' ? `${Math.floor(outcome / 100)}xx` : outcome;
}
