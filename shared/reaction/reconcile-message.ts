import * as z from 'zod';

import type { Messages } from '../message/message.store.ts';
import type { DelayQueue } from '../platform/delay-queue.ts';
import type { Log } from '../platform/log.ts';
import { messageUnknown } from '../event/domain-event.ts';
import { lookForMessage, type LookPorts } from './look-for-message.ts';

/** An unknown message to look for at the provider; `looks` says how often that was done. */
export const reconcileJob = messageUnknown.extend({ looks: z.number().int().default(0) });
export type ReconcileJob = z.infer<typeof reconcileJob>;

export interface ReconcilePorts extends LookPorts {
  readonly log: Log;
  readonly messages: LookPorts['messages'] & Pick<Messages, 'get'>;
  /** When to look, in seconds after the attempt. */
  readonly reconcileAfter: readonly number[];
  readonly reconciles: DelayQueue<ReconcileJob>;
}

/**
 * Looks for an unknown message in the provider's list, a few times, later each time. It ends when the message is found,
 * when a status callback has settled it, or when it was replayed. If no look finds it, it stays unknown until somebody asks
 * again, and is sent again only when a person replays it.
 */
export async function reconcileMessage(job: ReconcileJob, ports: ReconcilePorts): Promise<void> {
  const { clock, log, messages, reconcileAfter, reconciles } = ports;
  const { tenant_id, data, looks } = job;
  const due = (look: number) => Date.parse(job.timestamp) + (reconcileAfter[look] ?? 0) * 1_000;
  const now = clock.now();
  if (due(looks) > now) return reconciles.add(job, due(looks), now);

  const reference = { campaign_id: data.campaign?.id ?? '', customer_id: data.customer.id };
  const message = await messages.get(tenant_id, reference);
  if (message?.status !== 'unknown' || message.attempts !== data.attempts) return;
  const fields = { tenant_id, ...reference, count: looks + 1 };
  if (await lookForMessage(tenant_id, message, ports)) log('message.reconciled', fields);
  else if (looks + 1 < reconcileAfter.length) await reconciles.add({ ...job, looks: looks + 1 }, due(looks + 1), now);
  else log('message.unknown', fields);
}
