import { RetentionDays } from 'aws-cdk-lib/aws-logs';

import type { Quotas } from '../shared/tenancy/quota.ts';

/** The console's own domain, whose certificate is in us-east-1, as CloudFront wants it; CloudFront's domain without. */
export type ConsoleSettings =
  | { readonly domainName: string; readonly certificateArn: `arn:${string}:acm:us-east-1:${string}` }
  | { readonly domainName?: undefined; readonly certificateArn?: undefined };

/** An identity provider, whose tokens are accepted besides API keys. */
export interface OidcSettings {
  /** As its tokens name it in `iss`. */
  readonly issuer: string;
  /** As its tokens name Herald in `aud`. */
  readonly audience: string;
  readonly jwksUrl: string;
  /** What the console is at the provider: a public client, by PKCE. Without it the console takes API keys alone. */
  readonly clientId?: string;
  /** What the console asks for: 'openid email' by default. Most providers give a refresh token for 'offline_access' alone. */
  readonly scope?: string;
  /**
   * What the console sends to Herald: 'access_token' by default. 'id_token' where the provider's access tokens are no JWTs, or
   * have neither `aud` nor `email`; the audience is then the client's id.
   */
  readonly bearer?: 'access_token' | 'id_token';
  /** What else the console says when it asks for a sign-in: `{ prompt: 'select_account' }`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Origins that the browser must reach besides the issuer's, such as that of a token endpoint elsewhere. */
  readonly hosts?: readonly string[];
}

/** A user pool of Amazon Cognito's, for those who have no identity provider. */
export interface CognitoSettings {
  /** Where people sign in: `https://<prefix>.auth.<region>.amazoncognito.com`. No other pool of the region may have it. */
  readonly domainPrefix: string;
  /** Whether a code of an authenticator app is asked for besides the password: 'required' by default. */
  readonly mfa?: 'required' | 'off';
}

/** What differs between installations. */
export interface StageSettings {
  /** Part of the names of the stage's stacks, state machine, bus, schedule group and secrets. */
  readonly name: string;
  /** Whether the table and the logs survive the deletion of their stacks, and the table is protected against deletion. */
  readonly retained: boolean;
  readonly logRetentionDays: RetentionDays;
  /**
   * The stream of a table that was restored, in place of the data stack's, which stays as it is. Only after
   * `npm run admin -- after-restore`.
   */
  readonly restoredStreamArn?: string;
  /** The console, by CloudFront, with the API on the same origin. No stage has one without. */
  readonly console?: ConsoleSettings | undefined;
  /**
   * Where Twilio and customers reach the service, without a trailing slash. The console's own domain by default, and the API's
   * endpoint where it has none.
   */
  readonly publicBaseUrl?: string;
  readonly oidc?: OidcSettings | undefined;
  /** A user pool of the stage's own, instead of `oidc`. It needs the console. */
  readonly cognito?: CognitoSettings | undefined;
  /** Where a stand-in for Twilio's API listens. Twilio itself by default. */
  readonly twilioApiBaseUrl?: string;
  /** The throttle of every route that has none of its own. */
  readonly apiRequestsPerSecond: number;
  /** The throttle of each route that the provider or a customer calls: well above three per message of all senders together. */
  readonly callbackRequestsPerSecond: number;
  /** How many wrong keys an address may send in a minute before it is told to slow down; 30 by default. */
  readonly wrongKeysPerMinute?: number;
  /** What a tenant may make and ask for, where it differs from the default; a tenant may have quotas of its own. */
  readonly quotas?: Partial<Quotas>;
  /** Requests per second of routes with a throttle of their own, by route key: `{ 'POST /v1/conversions': 50 }`. */
  readonly routeThrottles?: Readonly<Record<string, number>>;
  readonly senderTimeoutSeconds: number;
  /** How many chunks are sent concurrently, 2 to 1,000. */
  readonly senderConcurrency: number;
  /**
   * How many Lambda executions the account may run at a time, where that is fewer than 100 or so: new accounts may run 10. Queues
   * then call two functions at a time each, whatever the settings above and below say, and wait through being refused; and what
   * waits for no customer's server shares one queue. It can be set and removed at any time: nothing that waits is lost.
   */
  readonly accountConcurrency?: number;
  /** How long the roll-up collects records before it writes, 0 to 300. */
  readonly rollupWindowSeconds: number;
  /** How many batches of each event queue are handled concurrently, 2 to 1,000. */
  readonly eventConcurrency: number;
  /** When the provider is asked what became of a message with an unknown outcome: seconds after the attempt to send it. */
  readonly reconcileAfterSeconds: readonly number[];
  /**
   * When the provider is asked for messages without news: seconds after the last of a campaign was accepted, ascending. The
   * first is also how often a campaign that sends and the inbound messages of its sender are looked at.
   */
  readonly recoverAfterSeconds: readonly number[];
  /** How long a run may be dead, or a campaign's start overdue, before the sweeper takes over. */
  readonly sweepPatienceSeconds: number;
  /** How long after an erasure its second pass begins: longer than any function runs. */
  readonly erasureSettlesAfterSeconds: number;
  /**
   * Above how many people a campaign of any tenant needs the approval of another member. A tenant may ask for it above fewer.
   * Left to each tenant by default.
   */
  readonly approvalAbove?: number;
  /** How long after a campaign has ended it is learnt from: a day in which people may tap, and time to hear of it. */
  readonly predictionSettlesAfterSeconds: number;
  /** The address that alerts are mailed from, one that SES has verified or of such a domain. Nobody is mailed without one. */
  readonly alertSender?: string;
  /** Who is told of alarms, once they have confirmed it to AWS. Nobody without one. */
  readonly alarmEmail?: string;
  /** What the account may cost a month, in US dollars: the topic of the alarms is told when it does, or is about to. */
  readonly monthlyBudget?: number;
  /** Allows webhook endpoints with plain http and private addresses. For tests only. */
  readonly privateWebhookTargets?: boolean;
}

export const dev: StageSettings = {
  name: 'dev',
  retained: false,
  console: {},
  logRetentionDays: RetentionDays.TWO_WEEKS,
  apiRequestsPerSecond: 200,
  callbackRequestsPerSecond: 500,
  senderTimeoutSeconds: 30,
  senderConcurrency: 25,
  rollupWindowSeconds: 5,
  eventConcurrency: 5,
  sweepPatienceSeconds: 120,
  erasureSettlesAfterSeconds: 120,
  predictionSettlesAfterSeconds: 25 * 3_600,
  reconcileAfterSeconds: [60, 300, 1_800],
  recoverAfterSeconds: [900, 3_600, 21_600, 86_400],
};

export const prod: StageSettings = {
  ...dev,
  name: 'prod',
  retained: true,
  logRetentionDays: RetentionDays.THREE_MONTHS,
  apiRequestsPerSecond: 2_000,
  callbackRequestsPerSecond: 5_000,
  quotas: { requests_per_second: 200 },
  senderConcurrency: 250,
  eventConcurrency: 50,
};

export const local: StageSettings = {
  ...dev,
  name: 'local',
  // `npm start` serves it itself.
  console: undefined,
  apiRequestsPerSecond: 10_000,
  callbackRequestsPerSecond: 10_000,
  // Whoever calls is on this machine.
  wrongKeysPerMinute: 10_000,
  quotas: { requests_per_second: 5_000 },
  senderConcurrency: 12,
  eventConcurrency: 2,
};

/** The stages of the CDK app. */
export const DEPLOYED: readonly StageSettings[] = [dev, prod];
