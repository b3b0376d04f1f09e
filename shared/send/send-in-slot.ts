import type { Customer } from '../customer/customer.ts';
import type { Chunk } from '../run/chunk.ts';
import { duration } from '../sender/sender.ts';
import { isRefused } from './failure-streak.ts';
import { sendMessage, type SendContext, type SendPorts, type SendResult } from './send-message.ts';

/** What became of those whose message was begun, by customer. */
export type SendResults = ReadonlyMap<string, SendResult>;

/** Begins each message at its share of the slot, and none after one that was released, or many that were refused. */
export async function sendInSlot(
  chunk: Chunk,
  recipients: readonly Customer[],
  context: SendContext,
  ports: SendPorts,
): Promise<SendResults> {
  const results = new Map<string, SendResult>();
  const step =
    duration(Math.max(chunk.messages, recipients.length), context.sender.rate) / Math.max(recipients.length, 1);
  const start = Math.max(chunk.slot_at, ports.clock.now());
  const underWay: Promise<void>[] = [];
  const faults: unknown[] = [];
  for (const [index, customer] of recipients.entries()) {
    await ports.clock.sleepUntil(start + index * step);
    const known = [...results.values()];
    if (isRefused(known) || known.some(({ kind }) => kind === 'released')) break;
    // A fault is kept until all are through: thrown earlier, it would end the function while others are on their way.
    underWay.push(
      sendMessage(customer, context, ports).then(
        (result) => void results.set(customer.id, result),
        (fault: unknown) => void faults.push(fault),
      ),
    );
  }
  await Promise.all(underWay);
  if (faults.length > 0) throw faults[0];
  return results;
}
