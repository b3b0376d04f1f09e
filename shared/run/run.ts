import * as z from 'zod';

import { replayScope } from '../campaign/campaign.ts';
import { RUN_STEPS } from '../campaign/campaign-status.ts';
import { idOf } from '../platform/ids.ts';

/** One run of a campaign: the input of the state machine and, as campaign and number, the name of its execution. */
export const run = z.object({
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  run: z.number().int().min(1),
  /** The step that begins it. */
  step: z.enum(RUN_STEPS),
  /** What a replay sends again; null or absent for every other step. */
  scope: replayScope.nullish(),
  /** Of a schedule that fired: which time it was set for; null or absent for every other step. */
  scheduled_at: z.iso.datetime().nullish(),
});
export type Run = z.infer<typeof run>;

export interface Runs {
  /**
   * Starts a run's execution; a run that has one under way is not started again.
   * @returns 'finished' when its execution has ended already: none ever works on this number again
   */
  start(run: Run): Promise<'running' | 'finished'>;
  /**
   * Since when no execution works on a run, in milliseconds since the epoch: 0 when there never was one, undefined while
   * one does.
   */
  inactiveSince(run: Pick<Run, 'campaign_id' | 'run'>): Promise<number | undefined>;
}
