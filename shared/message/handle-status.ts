import { timestamp, type Clock } from '../platform/clock.ts';
import { notFound } from '../platform/errors.ts';
import type { StatusReport } from '../provider/provider.ts';
import { readMessageToken } from './message-token.ts';
import type { Messages } from './message.store.ts';

/**
 * Moves the message that a status callback is about.
 * @param token the message's, which its callback carries
 * @param report undefined when the callback says nothing that Herald keeps
 * @throws HeraldError 404 when there is no such message
 */
export async function handleStatus(
  tenant: string,
  token: string,
  report: StatusReport | undefined,
  { messages, clock }: { messages: Pick<Messages, 'applyStatus'>; clock: Clock },
): Promise<void> {
  const of = readMessageToken(token);
  if (!of) throw notFound('message');
  if (!report) return;
  const known = await messages.applyStatus(tenant, of, report, timestamp(clock.now()));
  if (!known) throw notFound('message');
}
