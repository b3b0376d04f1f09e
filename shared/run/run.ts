import * as z from 'zod';

import { replayScope } from '../campaign/campaign.ts';
import { RUN_STEPS } from '../campaign/campaign-status.ts';
import { idOf } from '../platform/ids.ts';

/** One run of a campaign: the input of the state machine. Campaign id and run number name the execution. */
export const run = z.object({
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  run: z.number().int().min(1),
  /** The step that begins it. */
  step: z.enum(RUN_STEPS),
  /** What a replay sends again; null or absent for other steps. */
  scope: replayScope.nullish(),
  /** When a schedule fired: the time it was set for; null or absent for other steps. */
  scheduled_at: z.iso.datetime().nullish(),
  /** The version, by its `updated_at`, that the campaign must still be of when it begins; null or absent: whichever it is. */
  updated_at: z.iso.datetime().nullish(),
});
export type Run = z.infer<typeof run>;

export interface Runs {
  /**
   * Starts a run's execution unless it is already running.
   * @returns 'finished' when the execution has ended: no execution can work on this run number again
   */
  start(run: Run): Promise<'running' | 'finished'>;
  /**
   * When a run's execution ended, in milliseconds since the epoch: 0 when there never was one, undefined while it is
   * running.
   */
  inactiveSince(run: Pick<Run, 'campaign_id' | 'run'>): Promise<number | undefined>;
}
