import { startTestHerald } from '../../support/herald.ts';

/** Its sweeper takes over a second after a run died or a campaign should have started. */
export const herald = await startTestHerald({ settings: { sweepPatienceSeconds: 1 } });
