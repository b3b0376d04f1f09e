import { clock, messages } from '../../shared/dependencies.ts';
import type { Handle } from '../../shared/http/input.ts';
import { twilioWebhook } from '../../shared/http/twilio-webhook.ts';
import { takeStatus } from '../../shared/messaging/take-status.ts';
import { receiveStatus } from '../../shared/messaging/status.contract.ts';

export const handle: Handle<typeof receiveStatus, 'clock' | 'messages'> = async (
  { query, body, caller },
  dependencies,
) => {
  const news = { token: query.m, sid: body.MessageSid, status: body.MessageStatus, errorCode: body.ErrorCode };
  await takeStatus(caller.tenant_id, news, dependencies);
  return null;
};

export const handler = twilioWebhook(receiveStatus, handle, { clock, messages });
