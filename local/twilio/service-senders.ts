import type { Account } from './account.ts';
import { ApiError } from './api-error.ts';
import { fraction } from './customers.ts';
import type { MessageRequest } from './message-request.ts';

/** Whom a message is from. @throws ApiError 21701, 21703 for a Messaging Service that has no sender for it */
export type SenderOf = (accountSid: string, request: Pick<MessageRequest, 'to' | 'from' | 'serviceSid'>) => string;

/** A Messaging Service sends to a person from the same one of its senders each time. */
export function serviceSenders(accounts: readonly Account[]): SenderOf {
  const servicesOf = new Map(accounts.map(({ accountSid, services }) => [accountSid, services]));
  return (accountSid, { to, from, serviceSid }) => {
    if (from || !serviceSid) return from;
    const services = servicesOf.get(accountSid);
    const pool = services?.[serviceSid] ?? [];
    if (services && !services[serviceSid]) throw new ApiError(21701, 'The Messaging Service does not exist.');
    const number = pool[Math.floor(fraction(to) * pool.length)];
    if (!number) throw new ApiError(21703, 'The Messaging Service contains no phone numbers.');
    return `whatsapp:${number}`;
  };
}
