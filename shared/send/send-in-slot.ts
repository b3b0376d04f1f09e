import type { Customer } from '../customer/customer.ts';
import type { Chunk } from '../run/chunk.ts';
import { duration } from '../sender/sender.ts';
import { isRefused } from './failure-streak.ts';
import { sendMessage, type SendContext, type SendPorts, type SendResult } from './send-message.ts';

/** The results of the messages that were begun, by customer id. */
export type SendResults = ReadonlyMap<string, SendResult>;

/** Begins each message at its share of the slot. Stops after one that was released, or after a streak of refusals. */
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
  const inFlight: Promise<void>[] = [];
  const faults: unknown[] = [];
  for (const [index, customer] of recipients.entries()) {
    await ports.clock.sleepUntil(start + index * step);
    const soFar = [...results.values()];
    if (isRefused(soFar) || soFar.some(({ kind }) => kind === 'released')) break;
    // Errors are thrown once all requests have ended: earlier, one would end the function while others are in flight.
    inFlight.push(
      sendMessage(customer, context, ports).then(
        (result) => void results.set(customer.id, result),
        (fault: unknown) => void faults.push(fault),
      ),
    );
  }
  await Promise.all(inFlight);
  if (faults.length > 0) throw faults[0];
  return results;
}
