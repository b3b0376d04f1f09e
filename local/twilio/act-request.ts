import type { ActRow } from './act.ts';
import type { Action } from './content-types.ts';
import { BROWSER_TIMEOUT_MS, type OutgoingRequest } from './requester.ts';
import { signedForm } from './signed-form.ts';
import { writerOf } from './writer.ts';

const PHONE_BROWSER =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const WHATSAPP = 'WhatsApp/2.23.20.0';

/** A person's browser requests a link, or WhatsApp does before them. A HEAD comes from neither, whatever its user agent. */
export function linkRequest({ kind }: Pick<ActRow, 'kind'>, url: string): OutgoingRequest {
  return {
    method: kind === 'probe' ? 'HEAD' : 'GET',
    url,
    headers: {
      'user-agent': kind === 'preview' ? WHATSAPP : PHONE_BROWSER,
      accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
      'accept-language': 'en-GB,en;q=0.9',
    },
    timeout: BROWSER_TIMEOUT_MS,
  };
}

/** A message from a person. */
export interface Inbound {
  readonly sid: string;
  readonly account_sid: string;
  /** How the person's address is spelled when they write: `whatsapp:…`. */
  readonly from: string;
  /** `whatsapp:+…` */
  readonly sender: string;
  readonly words: string;
  /** What is tapped, and of which message. */
  readonly tapped?: { readonly button: Action; readonly message_sid: string } | undefined;
}

/** What Twilio posts for a message from a person. */
export function inboundRequest(inbound: Inbound, authToken: string, url: string): OutgoingRequest {
  const { sid, account_sid, from, sender, words, tapped } = inbound;
  const parameters = {
    MessageSid: sid,
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: 'received',
    AccountSid: account_sid,
    To: sender,
    Body: words,
    NumMedia: '0',
    NumSegments: '1',
    ...writerOf(from),
    ApiVersion: '2010-04-01',
    MessageType: tapped ? 'interactive' : 'text',
    ...(tapped && {
      ButtonText: tapped.button.title,
      ButtonPayload: tapped.button.id ?? '',
      OriginalRepliedMessageSid: tapped.message_sid,
      OriginalRepliedMessageSender: sender,
    }),
  };
  return signedForm(authToken, url, parameters, sid);
}

/** What Twilio posts for a call from a person to one of its numbers. */
export function callRequest(act: ActRow, authToken: string, url: string): OutgoingRequest {
  const sid = act.sid ?? '';
  const { phone = '' } = JSON.parse(act.button ?? '{}') as Action;
  const from = act.recipient.replace('whatsapp:', '');
  const parameters = {
    CallSid: sid,
    AccountSid: act.account_sid,
    From: from,
    Caller: from,
    To: phone,
    Called: phone,
    CallStatus: 'ringing',
    Direction: 'inbound',
    ApiVersion: '2010-04-01',
  };
  return signedForm(authToken, url, parameters, sid);
}
