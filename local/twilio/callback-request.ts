import type { Status } from './delivery.ts';
import type { MessageRow } from './message.ts';

/** The form parameters of a status callback. */
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
