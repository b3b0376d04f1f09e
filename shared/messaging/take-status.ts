import { timestamp, type Clock } from '../platform/clock.ts';
import { notFound } from '../platform/errors.ts';
import { errorClass, MEANINGS } from './error-classes.ts';
import type { ReportedStatus } from './message.ts';
import type { Messages } from './message.store.ts';
import { readMessageToken } from './token.ts';

/** The provider's words for a message's status, and ours. Any other word is news of nothing we keep. */
const STATUS = new Map<string, ReportedStatus>([
  ['accepted', 'accepted'],
  ['queued', 'accepted'],
  ['sending', 'accepted'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['failed', 'failed'],
  ['undelivered', 'undelivered'],
]);

/** Moves the message that a status callback is about. @throws HeraldError 404 when there is no such message */
export async function takeStatus(
  tenant: string,
  news: {
    readonly token: string;
    readonly sid: string;
    readonly status: string;
    readonly errorCode?: string | undefined;
  },
  { messages, clock }: { messages: Pick<Messages, 'report'>; clock: Clock },
): Promise<void> {
  const of = readMessageToken(news.token);
  const status = STATUS.get(news.status);
  if (!of) throw notFound('message');
  if (!status) return;
  const failed = status === 'failed' || status === 'undelivered';
  const code = /^\d{1,9}$/.test(news.errorCode ?? '') ? String(news.errorCode) : 'none';
  const error = failed ? { code, reason: MEANINGS[errorClass(code)] } : undefined;
  const known = await messages.report(tenant, of, { status, provider_sid: news.sid, error }, timestamp(clock.now()));
  if (!known) throw notFound('message');
}
