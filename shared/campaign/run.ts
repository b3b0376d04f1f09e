import * as z from 'zod';

import { idOf } from '../platform/ids.ts';

/** One run of a campaign: the input of the state machine and, as campaign and number, the name of its execution. */
export const run = z.object({
  tenant_id: idOf('ten'),
  campaign_id: idOf('cmp'),
  run: z.number().int().min(1),
  /** The step that begins it. */
  step: z.enum(['execute', 'resume', 'cancel']),
});
export type Run = z.infer<typeof run>;

/** Starts runs. Starting the same one again is a no-op. */
export interface Runs {
  start(run: Run): Promise<void>;
}
