import { startTestHerald } from '../../support/herald.ts';

/** Its provider reports nothing of its own accord: a test reports what it needs. Webhooks may go to receivers on this machine,
 * and no tenant's campaign to more than a million people without an approval. Herald looks for unknown messages when it is asked to. */
export const herald = await startTestHerald({
  settings: {
    privateWebhookTargets: true,
    alertSender: 'alerts@herald.example',
    approvalAbove: 1_000_000,
    reconcileAfterSeconds: [86_400],
  },
  standIn: { callbackDelayMs: { min: 3_600_000, max: 3_600_000 } },
});
