import { lastingPort } from '../../../local/aws/test/lasting-port.ts';
import { startTestHerald } from '../../support/herald.ts';

/** Its sweeper takes over a second after a run died or a campaign should have started, and asks early for lost news. */
export const herald = await startTestHerald({
  // It goes offline, and is to be where it was afterwards.
  standIn: { port: await lastingPort() },
  settings: { sweepPatienceSeconds: 1, recoverAfterSeconds: [2, 4, 8, 16] },
});
