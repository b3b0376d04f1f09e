import { clock, messages } from '../../shared/runtime/dependencies.ts';
import type { Handle } from '../../shared/runtime/handle.ts';
import { twilioWebhook } from '../../shared/runtime/provider-webhook.ts';
import { takeStatus } from '../../shared/message/handle-status.ts';
import { receiveStatus } from '../../shared/provider/twilio/status.contract.ts';

export const handle: Handle<typeof receiveStatus, 'clock' | 'messages'> = async (
  { query, body, caller },
  dependencies,
) => {
  const news = { token: query.m, sid: body.MessageSid, status: body.MessageStatus, errorCode: body.ErrorCode };
  await takeStatus(caller.tenant_id, news, dependencies);
  return null;
};

export const handler = twilioWebhook(receiveStatus, handle, { clock, messages });
