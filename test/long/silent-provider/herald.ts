import { startTestHerald } from '../../support/herald.ts';

/** Its provider reports nothing of its own accord: a test reports what it needs. Webhooks may go to receivers on this machine. */
export const herald = await startTestHerald({
  settings: { privateWebhookTargets: true, alertSender: 'alerts@herald.example' },
  standIn: { callbackDelayMs: { min: 3_600_000, max: 3_600_000 } },
});
