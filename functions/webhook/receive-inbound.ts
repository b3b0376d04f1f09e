import { campaigns, clock, customers, ids, inbounds, interactions, log, messages } from '../../shared/runtime/dependencies.ts';
import type { Handle } from '../../shared/runtime/handle.ts';
import { twilioWebhook } from '../../shared/runtime/provider-webhook.ts';
import { receiveInbound } from '../../shared/provider/twilio/inbound.contract.ts';
import { takeInbound } from '../../shared/interaction/handle-inbound.ts';

type Needs = 'campaigns' | 'clock' | 'customers' | 'ids' | 'inbounds' | 'interactions' | 'log' | 'messages';

export const handle: Handle<typeof receiveInbound, Needs> = async ({ body, caller }, dependencies) => {
  const media = Array.from({ length: body.NumMedia }, (_, index) => body[`MediaUrl${index}`]);
  const news = {
    sid: body.MessageSid,
    from: body.From,
    profile_name: body.ProfileName,
    text: body.Body,
    media_urls: media.filter((url) => typeof url === 'string'),
    button_payload: body.ButtonPayload,
    button_text: body.ButtonText,
    replied_to_sid: body.OriginalRepliedMessageSid,
    opt_out_type: body.OptOutType,
  };
  await takeInbound(caller.tenant_id, news, dependencies);
  return '<Response/>';
};

export const handler = twilioWebhook(receiveInbound, handle, {
  campaigns,
  clock,
  customers,
  ids,
  inbounds,
  interactions,
  log,
  messages,
});
