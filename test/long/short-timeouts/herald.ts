import { startTestHerald } from '../../support/herald.ts';

/**
 * Its queue delivers a chunk again after six of the sender's timeouts, a little after the leases of a sender that died have
 * run out; and the provider is asked soon what became of a message.
 */
export const herald = await startTestHerald({
  settings: { senderTimeoutSeconds: 4, reconcileAfterSeconds: [2, 4, 6] },
});
