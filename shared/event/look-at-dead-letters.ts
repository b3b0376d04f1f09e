import * as z from 'zod';

import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { areStill, tenantOf, type DeadLetterQueue, type DeadLetterQueues } from './dead-letters.ts';
import type { DeadLettersSeen } from './dead-letters.store.ts';

/** The schedule's input. */
export const look = z.object({});

export interface LookPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly deadLetterQueues: DeadLetterQueues;
  readonly deadLettersSeen: Pick<DeadLettersSeen, 'get' | 'put'>;
  readonly log: Log;
}

/**
 * Looks into the queues of dead letters and keeps for each tenant which have some of its own: that it has, and how many, and
 * nothing of what is in them. The messages stay where they are. A queue that cannot be asked holds up no other.
 */
export async function lookAtDeadLetters(_: z.infer<typeof look>, ports: LookPorts): Promise<void> {
  const { names } = ports.deadLetterQueues;
  const looked = await Promise.allSettled(names.map((queue) => lookAt(queue, ports)));
  for (const outcome of looked) if (outcome.status === 'rejected') throw outcome.reason;
}

async function lookAt(queue: DeadLetterQueue, { clock, deadLetterQueues, deadLettersSeen, log }: LookPorts) {
  const counts = new Map<string, number>();
  for (const body of await deadLetterQueues.look(queue)) {
    const tenant_id = tenantOf(body);
    if (tenant_id !== undefined) counts.set(tenant_id, (counts.get(tenant_id) ?? 0) + 1);
  }
  const now = clock.now();
  for (const [tenant_id, count] of counts) {
    const known = await deadLettersSeen.get(tenant_id, queue);
    const isKnown = known !== undefined && areStill(known, now);
    const seen_at = timestamp(now);
    const since = isKnown ? known.since : seen_at;
    await deadLettersSeen.put({ tenant_id, queue, status: 'failed', count, since, seen_at });
    if (!isKnown) log('dead_letters.found', { tenant_id, code: queue, count });
  }
}
