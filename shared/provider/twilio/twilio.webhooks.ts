import webhooks from 'twilio/lib/webhooks/webhooks.js';
import type * as z from 'zod';

import { sha256 } from '../../platform/ids.ts';
import type { InboundContent, InboundMessage, Provider } from '../provider.ts';
import type { receiveCall, receiveInbound } from './inbound.contract.ts';
import type { receiveEvents } from './events.contract.ts';
import type { receiveStatus } from './status.contract.ts';
import { signingTokens } from './former-token.ts';
import { readAddress } from './twilio-address.ts';
import { statusReport } from './twilio-status.ts';

type WebhookFace =
  | 'readChangedTemplates'
  | 'verifyWebhook'
  | 'readStatus'
  | 'readInbound'
  | 'readCall'
  | 'acknowledgement'
  | 'callAnswer';

/** A body parsed by its contract's schema. */
type Body<Contract extends { request: { body: z.ZodType } }> = z.output<Contract['request']['body']>;

type InboundBody = Body<typeof receiveInbound>;

/** Keywords that Twilio recognizes where its Advanced Opt-Out is on; it knows more languages than Herald. */
const KEYWORDS = new Map<string, InboundMessage['keyword']>([
  ['STOP', 'opt_out'],
  ['START', 'opt_in'],
  ['HELP', 'help'],
]);

/** Twilio's webhooks: their signature, their parameters, and the TwiML that answers them. */
export const twilioWebhooks: Pick<Provider, WebhookFace> = {
  /**
   * The signature covers the exact public URL and every parameter, including empty ones; of another body, the URL has a hash.
   * @see https://www.twilio.com/docs/usage/security#validating-requests
   */
  verifyWebhook(credentials, { url, headers, parameters, body, received_at }) {
    const signature = headers['x-twilio-signature'] ?? '';
    return signingTokens(credentials, received_at).some((token) =>
      body === undefined
        ? webhooks.validateRequest(token, signature, url, { ...parameters })
        : webhooks.validateRequestWithBody(token, signature, url, body),
    );
  },

  /** News of a content names it somewhere in its data, whatever the event's version calls the field. */
  readChangedTemplates(events) {
    const news = (events as Body<typeof receiveEvents>).filter(({ type }) => TEMPLATE_NEWS.test(type));
    return [
      ...new Set(news.flatMap(({ data }) => JSON.stringify(data ?? null).match(/\bHX[0-9a-f]{32}\b/gi) ?? [])),
    ].slice(0, MAX_CHANGED);
  },

  readStatus(body) {
    const { MessageSid, MessageStatus, ErrorCode } = body as Body<typeof receiveStatus>;
    return statusReport(MessageSid, MessageStatus, ErrorCode);
  },

  readInbound(form) {
    const body = form as InboundBody;
    return {
      sid: sidOf(body),
      ...addressesOf(body),
      username: body.ProfileUsername?.trim() || undefined,
      profile_name: body.ProfileName,
      text: body.Body,
      media_urls: mediaOf(body),
      content: contentOf(body),
      button_payload: body.ButtonPayload,
      button_text: body.ButtonText,
      replied_to_sid: body.OriginalRepliedMessageSid,
      keyword: KEYWORDS.get(body.OptOutType ?? ''),
    };
  },

  readCall(body) {
    const { CallSid, From, To } = body as Body<typeof receiveCall>;
    return { sid: CallSid, from: readAddress(From).number, to: To };
  },

  acknowledgement: () => '<Response/>',

  callAnswer: (number) => (number ? `<Response><Dial>${number}</Dial></Response>` : '<Response><Reject/></Response>'),
};

/** Of `com.twilio.messaging.template.approval.updated`, and others of templates. */
const TEMPLATE_NEWS = /^com\.twilio\.\w+\.(template|content)\b/;
/** More than one request of Twilio's tells of. */
const MAX_CHANGED = 1_000;

/** More than a message has. */
const MAX_MEDIA = 20;

/** Without a usable id, equal parameters are the same message. */
function sidOf(body: InboundBody): string {
  const { MessageSid = '' } = body;
  return /^\w{1,64}$/.test(MessageSid) ? MessageSid : sha256(JSON.stringify(body));
}

function addressesOf({ From, ExternalUserId, ParentExternalUserId }: InboundBody) {
  const [from, user, parent] = [readAddress(From), readAddress(ExternalUserId), readAddress(ParentExternalUserId)];
  return {
    from: from.number,
    whatsapp_user_id: user.user_id ?? from.user_id,
    whatsapp_parent_user_id: parent.user_id,
    country: user.country ?? from.country,
  };
}

function mediaOf(body: InboundBody): string[] {
  const count = Math.min(Math.max(Math.trunc(Number(body.NumMedia)) || 0, 0), MAX_MEDIA);
  const urls = Array.from({ length: count }, (_, index) => body[`MediaUrl${index}`]);
  return urls.filter((url) => typeof url === 'string');
}

/** Contact cards arrive as media of type text/vcard, with or without a `MessageType`. */
function contentOf(body: InboundBody): InboundContent | undefined {
  const { Latitude, Longitude, Label: label, Address: address } = body;
  const type = body.MessageType?.toLowerCase();
  if (type === 'reaction') return { type };
  if (type === 'contacts' || type === 'contact' || /vcard/i.test(String(body['MediaContentType0']))) {
    return { type: 'contact' };
  }
  const [latitude, longitude] = [degrees(Latitude), degrees(Longitude)];
  if (latitude === undefined || longitude === undefined) return undefined;
  return { type: 'location', latitude, longitude, ...(label && { label }), ...(address && { address }) };
}

function degrees(text: string | undefined): number | undefined {
  const value = text?.trim() ? Number(text) : Number.NaN;
  return Math.abs(value) <= 180 ? value : undefined;
}
