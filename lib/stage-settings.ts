import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What differs from one installation to another. */
export interface StageSettings {
  /** Names the stacks, the state machine and the secrets of the stage. */
  readonly name: string;
  /** Whether the table and the logs outlive their stacks, and the table refuses to be deleted. */
  readonly retained: boolean;
  readonly logRetentionDays: RetentionDays;
  /** Where Twilio and customers reach the service, without a slash at the end; the API's own endpoint when absent. */
  readonly publicBaseUrl?: string;
  /** The issuer whose access tokens are taken besides API keys. */
  readonly oidc?: { readonly issuer: string; readonly audience: string; readonly jwksUrl: string };
  /** Twilio's stand-in; Twilio itself when absent. */
  readonly twilioApiBaseUrl?: string;
  readonly apiRequestsPerSecond: number;
  readonly senderTimeoutSeconds: number;
  /** How many chunks are sent at a time, 2 to 1,000. */
  readonly senderConcurrency: number;
  /** How long the roll-up gathers records before it writes, 0 to 300. */
  readonly rollupWindowSeconds: number;
  /** How many batches of each queue of events are handled at a time, 2 to 1,000. */
  readonly eventConcurrency: number;
  /** How long after its attempt a message whose outcome is unknown is looked for at the provider, each time anew. */
  readonly reconcileAfterSeconds: readonly number[];
  /** How long a run may be dead, or a campaign's start overdue, before the sweeper sees to it. */
  readonly sweepPatienceSeconds: number;
  /** Webhook endpoints may be plain http and on private addresses: for tests alone. */
  readonly privateWebhookTargets?: boolean;
}

export const dev: StageSettings = {
  name: 'dev',
  retained: false,
  logRetentionDays: RetentionDays.TWO_WEEKS,
  apiRequestsPerSecond: 200,
  senderTimeoutSeconds: 30,
  senderConcurrency: 25,
  rollupWindowSeconds: 5,
  eventConcurrency: 5,
  sweepPatienceSeconds: 120,
  reconcileAfterSeconds: [60, 300, 1_800],
};

export const prod: StageSettings = {
  ...dev,
  name: 'prod',
  retained: true,
  logRetentionDays: RetentionDays.THREE_MONTHS,
  apiRequestsPerSecond: 2_000,
  senderConcurrency: 250,
  eventConcurrency: 50,
};

export const local: StageSettings = {
  ...dev,
  name: 'local',
  apiRequestsPerSecond: 10_000,
  senderConcurrency: 5,
  eventConcurrency: 2,
};
