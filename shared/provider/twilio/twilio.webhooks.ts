import webhooks from 'twilio/lib/webhooks/webhooks.js';
import type * as z from 'zod';

import type { InboundMessage, Provider } from '../provider.ts';
import type { receiveCall, receiveInbound } from './inbound.contract.ts';
import type { receiveStatus } from './status.contract.ts';
import { statusReport } from './twilio-status.ts';

type WebhookFace = 'verifyWebhook' | 'readStatus' | 'readInbound' | 'readCall' | 'acknowledgement' | 'callAnswer';

/** A body parsed by its contract's schema. */
type Body<Contract extends { request: { body: z.ZodType } }> = z.output<Contract['request']['body']>;

/** Keywords that Twilio recognizes where its Advanced Opt-Out is on; it knows more languages than Herald. */
const KEYWORDS = new Map<string, InboundMessage['keyword']>([
  ['STOP', 'opt_out'],
  ['START', 'opt_in'],
  ['HELP', 'help'],
]);

/** Twilio's webhooks: their signature, their parameters, and the TwiML that answers them. */
export const twilioWebhooks: Pick<Provider, WebhookFace> = {
  /**
   * The signature covers the exact public URL and every parameter, including empty ones.
   * @see https://www.twilio.com/docs/usage/security#validating-requests
   */
  verifyWebhook: ({ auth_token = '' }, { url, headers, parameters }) =>
    auth_token !== '' &&
    webhooks.validateRequest(auth_token, headers['x-twilio-signature'] ?? '', url, { ...parameters }),

  readStatus(body) {
    const { MessageSid, MessageStatus, ErrorCode } = body as Body<typeof receiveStatus>;
    return statusReport(MessageSid, MessageStatus, ErrorCode);
  },

  readInbound(form) {
    const body = form as Body<typeof receiveInbound>;
    const media = Array.from({ length: body.NumMedia }, (_, index) => body[`MediaUrl${index}`]);
    return {
      sid: body.MessageSid,
      from: body.From,
      profile_name: body.ProfileName,
      text: body.Body,
      media_urls: media.filter((url) => typeof url === 'string'),
      button_payload: body.ButtonPayload,
      button_text: body.ButtonText,
      replied_to_sid: body.OriginalRepliedMessageSid,
      keyword: KEYWORDS.get(body.OptOutType ?? ''),
    };
  },

  readCall(body) {
    const { CallSid, From, To } = body as Body<typeof receiveCall>;
    return { sid: CallSid, from: From, to: To };
  },

  acknowledgement: () => '<Response/>',

  callAnswer: (number) => (number ? `<Response><Dial>${number}</Dial></Response>` : '<Response><Reject/></Response>'),
};
