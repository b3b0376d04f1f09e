import { timestamp, type Clock } from '../platform/clock.ts';
import { notFound } from '../platform/errors.ts';
import { errorClass, MEANINGS } from '../provider/error-class.ts';
import type { ReportedStatus } from './message.ts';
import type { Messages, ReportedNews } from './message.store.ts';
import { readMessageToken } from './message-token.ts';

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

/** A message's status in the provider's words. */
interface News {
  readonly token: string;
  readonly sid: string;
  readonly status: string;
  readonly errorCode?: string | undefined;
}

/** Moves the message that a status callback is about. @throws HeraldError 404 when there is no such message */
export async function takeStatus(
  tenant: string,
  news: News,
  { messages, clock }: { messages: Pick<Messages, 'report'>; clock: Clock },
): Promise<void> {
  const of = readMessageToken(news.token);
  const told = readNews(news);
  if (!of) throw notFound('message');
  if (!told) return;
  const known = await messages.report(tenant, of, told, timestamp(clock.now()));
  if (!known) throw notFound('message');
}

/** What the provider says of a message, in our words; undefined when it is nothing that we keep. */
export function readNews({ sid, status: word, errorCode }: Omit<News, 'token'>): ReportedNews | undefined {
  const status = STATUS.get(word);
  if (!status) return undefined;
  const failed = status === 'failed' || status === 'undelivered';
  const code = /^\d{1,9}$/.test(errorCode ?? '') ? String(errorCode) : 'none';
  const error = failed ? { code, reason: MEANINGS[errorClass(code)] } : undefined;
  return { status, provider_sid: sid, error };
}
