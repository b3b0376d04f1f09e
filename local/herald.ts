import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Installation } from '../admin/create-tenant.ts';
import { saveLocalInstallation } from '../admin/installation.ts';
import { local, type StageSettings } from '../lib/stage-settings.ts';
import type { TwilioCredentials } from '../shared/provider/twilio/twilio-credentials.ts';
import { serveApiPage } from './api-page/serve-api-page.ts';
import { serveConsole } from './console/serve-console.ts';
import { openDatabase, type OnFailure } from './aws/database.ts';
import { checkDataFolder } from './data-folder.ts';
import { demoShop } from './demo-shop.ts';
import { demoTenant, knownDemoTenant, type DemoTenant } from './demo-tenant.ts';
import { greeting, refuseStrangeHosts, tellsKey } from './greeting.ts';
import { embeddedMetrics } from './aws/metrics/embedded-metrics.ts';
import { startStack, type LocalStack } from './aws/stack.ts';
import type { CloudAssembly } from './aws/template/cloud-assembly.ts';
import { serveMetrics } from './serve-metrics.ts';
import { synthesize } from './synthesize.ts';
import { ORDINARY_HABITS } from './twilio/habits.ts';
import { LOCAL } from './twilio/rules.ts';
import { startStandIn, type StandIn, type StandInOptions } from './twilio/stand-in.ts';

export interface HeraldOptions {
  /** Keeps everything that outlives the process. */
  readonly dataDirectory: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Messages per second of the demo tenant's sender, which the stand-in enforces. */
  readonly senderRate: number;
  readonly apiKey?: string | undefined;
  readonly publicBaseUrl?: string | undefined;
  readonly dynamoDbEndpoint?: string | undefined;
  /** A real account, or a server with Twilio's API. Without it a stand-in replaces the provider. */
  readonly twilio?:
    | { readonly credentials: TwilioCredentials; readonly baseUrl?: string | undefined; readonly sender: string }
    | undefined;
  /** Without it, the stand-in's people have ordinary habits. With it, they have those it gives, or none. */
  readonly standIn?: Partial<StandInOptions>;
  readonly settings?: Partial<StageSettings>;
  /** Changes the synthesized templates before they are run. */
  readonly alter?: (assembly: CloudAssembly) => void;
  /** Called when the disk is full or a file of the data is damaged while it runs: from then on, calls fail. */
  readonly onFailure?: OnFailure | undefined;
  readonly log?: (line: string) => void;
}

export interface Herald {
  readonly url: string;
  readonly tenant: DemoTenant;
  readonly stack: LocalStack;
  readonly installation: Installation;
  /** Absent when a real account is used. */
  readonly standIn: StandIn | undefined;
  close(): Promise<void>;
}

/** Twilio's sandbox number, which every account can send from. */
const SANDBOX_SENDER = '+14155238886';

/** In the template in place of an address that is another at each start, so that the template is the same. */
const LATER = 'https://given-at-the-start.invalid';

/**
 * On cores that others keep busy, a function waits most of its time for a share of one. So many times its limit a queue keeps a message
 * from the next function, too: none meets one that AWS would have ended.
 */
const TIME_LIMIT_FACTOR = 6;

/** The account that the stand-in accepts. It is of no use anywhere else. */
export const STAND_IN_ACCOUNT: TwilioCredentials = {
  account_sid: `AC${'0'.repeat(32)}`,
  auth_token: 'stand-in-auth-token',
};

/** Herald on this machine: the emulator runs the synthesized template, with a provider and a demo tenant. */
export async function startHerald(options: HeraldOptions): Promise<Herald> {
  const { dataDirectory, port, senderRate, twilio, publicBaseUrl } = options;
  mkdirSync(dataDirectory, { recursive: true });
  const known = knownDemoTenant(dataDirectory);
  if (known) checkDataFolder(options);
  const credentials = twilio?.credentials ?? STAND_IN_ACCOUNT;
  const standIn = twilio ? undefined : await standInFor(options, credentials);
  const baseUrl = standIn?.url ?? twilio?.baseUrl;
  const settings = { ...local, ...(baseUrl && { twilioApiBaseUrl: LATER }), ...options.settings };
  const assembly = await synthesize(settings);

  options.alter?.(assembly);

  const uploadHosts: string[] = [];
  const reach = { publicBaseUrl, realAccount: !!twilio };
  const consoleRoutes = await serveConsole({
    offersDemo: (request) => tellsKey(reach, request),
    uploadHosts: () => uploadHosts,
    oidc: settings.oidc,
  });
  let tenant: DemoTenant | undefined;
  const metrics = embeddedMetrics();
  const stack = await startStack({
    assembly,
    variables: {
      ...(baseUrl && { TWILIO_API_BASE_URL: baseUrl }),
      ...(publicBaseUrl && { PUBLIC_BASE_URL: publicBaseUrl }),
    },
    dataDirectory,
    port,
    accountConcurrency: settings.accountConcurrency,
    timeLimitFactor: TIME_LIMIT_FACTOR,
    dynamoDbEndpoint: options.dynamoDbEndpoint,
    refuse: refuseStrangeHosts(publicBaseUrl),
    extraRoutes: [
      {
        routeKey: 'GET /',
        handle: greeting({ ...reach, apiKey: () => tenant?.api_key }),
      },
      { routeKey: 'GET /docs', handle: serveApiPage() },
      { routeKey: 'GET /metrics', handle: serveMetrics(metrics) },
      ...consoleRoutes,
    ],
    onFailure: options.onFailure,
    log(line) {
      metrics.take(line);
      options.log?.(line);
    },
  });
  uploadHosts.push(new URL(stack.s3.endpoint).origin);
  const installation = {
    tableName: stack.outputs['TableName'] ?? '',
    credentialsPrefix: stack.outputs['CredentialsPrefix'] ?? '',
    access: stack.operator,
    publicBaseUrl: publicBaseUrl ?? stack.url,
    files: { bucket: stack.outputs['FilesBucket'] ?? '', endpoint: stack.s3.endpoint },
    scheduleGroup: stack.outputs['ScheduleGroup'] ?? '',
    ...(baseUrl && { twilioApiBaseUrl: baseUrl }),
  };
  saveLocalInstallation(dataDirectory, installation);
  const sender = { phone_number: twilio?.sender ?? SANDBOX_SENDER, rate: senderRate };
  const served = await demoTenant(installation, { dataDirectory, known, apiKey: options.apiKey, sender, credentials });
  tenant = served;
  // Twilio signs the public URL, which it was given. A webhook that fails is retried, as status callbacks are.
  const webhook = (name: string) =>
    `${publicBaseUrl ?? stack.url}/webhooks/twilio/${served.tenant_id}/${name}#rc=5&rp=all`;
  const shop = demoShop(stack.url, served.api_key);
  standIn?.deliver({ inbound: webhook('inbound'), voice: webhook('voice'), shop });

  return {
    url: stack.url,
    tenant: served,
    stack,
    installation,
    standIn,
    async close() {
      await stack.close();
      await standIn?.close();
    },
  };
}

async function standInFor(
  { dataDirectory, senderRate, publicBaseUrl, standIn, onFailure }: HeraldOptions,
  { account_sid, auth_token }: TwilioCredentials,
): Promise<StandIn> {
  const db = openDatabase(join(dataDirectory, 'stand-in.db'), onFailure);
  const running = await startStandIn({
    accounts: [{ accountSid: account_sid, authToken: auth_token }],
    rate: senderRate,
    seed: 1,
    held: true,
    db,
    ...(standIn ?? { habits: ORDINARY_HABITS }),
    rules: { ...LOCAL, ...standIn?.rules },
    hosts: publicBaseUrl ? [new URL(publicBaseUrl).hostname] : [],
  });
  return {
    ...running,
    async close() {
      await running.close();
      db.close();
    },
  };
}
