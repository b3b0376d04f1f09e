import * as z from 'zod';

import type { Campaigns } from '../campaign/campaign.store.ts';
import { beginJob, type BeginJobPorts } from '../job/begin-job.ts';
import { timestamp } from '../platform/clock.ts';
import { actorName, system } from '../tenancy/actor.ts';
import { TRAINING } from './training.ts';

/** The schedule's event: none of its fields is used. */
export const due = z.object({});

/** How many campaigns one look takes up; the next one, an hour later, takes as many again. */
const MAX_TAKEN = 500;

export interface BeginTrainingsPorts extends BeginJobPorts {
  readonly campaigns: Pick<Campaigns, 'endedUntil' | 'forgetEnded'>;
  /** How long after its end everybody in a campaign has had their time, and it is known; in milliseconds. */
  readonly settlesAfter: number;
}

/** Begins a training of each tenant of whom a campaign has closed. If this dies in between, the next look begins it again. */
export async function beginTrainings(_: z.infer<typeof due>, ports: BeginTrainingsPorts): Promise<void> {
  const { campaigns, clock, settlesAfter } = ports;
  const ended = await campaigns.endedUntil(timestamp(clock.now() - settlesAfter), MAX_TAKEN);
  for (const [tenant_id, marks] of Map.groupBy(ended, (mark) => mark.tenant_id)) {
    const created_by = actorName(system('predictions'));
    await beginJob({ tenant_id, kind: TRAINING, scope: 'analytics:view', input: {}, created_by }, ports);
    for (const mark of marks) await campaigns.forgetEnded(mark);
  }
}
