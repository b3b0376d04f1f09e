import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import { replayScope } from '../campaign/campaign.ts';

/** One run of a campaign: the input of the state machine and, as campaign and number, the name of its execution. */
export const run = z.object({
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  run: z.number().int().min(1),
  /** The step that begins it. */
  step: z.enum(['execute', 'fire', 'resume', 'cancel', 'replay', 'revive', 'wind_up']),
  /** What a replay sends anew; null or absent for every other step. */
  scope: replayScope.nullish(),
  /** Of a schedule that fired: which time it was set for; null or absent for every other step. */
  scheduled_at: z.iso.datetime().nullish(),
});
export type Run = z.infer<typeof run>;

export interface Runs {
  /**
   * Starts a run's execution; a run that has one under way is not started again.
   * @returns 'spent' when its execution has ended already: none ever works on this number again
   */
  start(run: Run): Promise<'under_way' | 'spent'>;
  /**
   * Since when no execution works on a run, in milliseconds since the epoch: 0 when there never was one, undefined while
   * one does.
   */
  deadSince(run: Pick<Run, 'campaign_id' | 'run'>): Promise<number | undefined>;
}
