import { timestamp, type Clock } from '../platform/clock.ts';
import { notFound } from '../platform/errors.ts';
import { addToLogContext } from '../platform/log-context.ts';
import type { StatusReport } from '../provider/provider.ts';
import { readMessageToken } from './message-token.ts';
import type { Messages } from './message.store.ts';

/**
 * Applies a status callback to its message.
 * @param token the message token in the callback's URL
 * @param report undefined when the callback reports nothing that Herald keeps
 * @throws HeraldError 404 when there is no such message
 */
export async function handleStatus(
  tenant: string,
  token: string,
  report: StatusReport | undefined,
  { messages, clock }: { messages: Pick<Messages, 'applyStatus'>; clock: Clock },
): Promise<void> {
  const reference = readMessageToken(token);
  if (!reference) throw notFound('message');
  addToLogContext(reference);
  if (!report) return;
  const exists = await messages.applyStatus(tenant, reference, report, timestamp(clock.now()));
  if (!exists) throw notFound('message');
}
