/**
 * The composition root: how each dependency is built, and from which environment variables. Each is a separate export, so
 * that a function's bundle holds only those it imports.
 */
import * as z from 'zod';

import { testCountStore } from '../preflight/test-count.store.ts';
import type { Ledger } from '../analytics/recount.ts';
import { rollupStore } from '../analytics/rollup.store.ts';
import { s3Files } from '../platform/s3.files.ts';
import { s3Site } from '../platform/s3.site.ts';
import { sqsFailureQueue } from '../platform/sqs.failure-queue.ts';
import { campaignStore } from '../campaign/campaign.store.ts';
import { eventBridgeSchedules } from '../campaign/event-bridge.schedules.ts';
import { stepFunctionsRuns } from '../run/step-functions.runs.ts';
import { customerStore } from '../customer/customer.store.ts';
import { CUSTOMER_IMPORT } from '../customer/import.ts';
import { importFile } from '../customer/import-file.ts';
import { importStore } from '../customer/import.store.ts';
import { frequencyStore } from '../customer/frequency.store.ts';
import { cursorSeal } from './cursor-seal.ts';
import { functionTable } from './function-table.ts';
import { idempotencyStore } from './idempotency.store.ts';
import { PREPARATION } from '../campaign/begin-preparation.ts';
import { RECONCILIATION } from '../campaign/begin-reconciliation.ts';
import { prepareCampaign } from '../run/prepare-campaign.ts';
import { refreshTemplates } from '../run/refresh-templates.ts';
import { TEMPLATE_REFRESH } from '../template/begin-refresh.ts';
import { syncTemplates, TEMPLATE_SYNC } from '../template/sync-templates.ts';
import { ERASURE } from '../erasure/begin-erasure.ts';
import { erasePerson } from '../erasure/erase-person.ts';
import { EXPORT } from '../export/export.ts';
import { exportStore } from '../export/export.store.ts';
import { writeExport } from '../export/write-export.ts';
import { inboundStore } from '../interaction/inbound.store.ts';
import { interactionStore } from '../interaction/interaction.store.ts';
import type { JobKinds } from '../job/job-kind.ts';
import type { JobQueue } from '../job/job.ts';
import { jobStore } from '../job/job.store.ts';
import { callbackWatchStore } from '../run/callback-watch.store.ts';
import { laneStore } from '../run/lane.store.ts';
import { mediaStore } from '../media/media.store.ts';
import { choiceStore } from '../message/choice.store.ts';
import { messageStore } from '../message/message.store.ts';
import { learntHours } from '../prediction/best-hours.ts';
import { learntPicker } from '../prediction/picker.ts';
import { predictionStore } from '../prediction/prediction.store.ts';
import { trainPredictions } from '../prediction/train.ts';
import { TRAINING } from '../prediction/training.ts';
import type { UnreachableAddress } from '../run/require-address.ts';
import { audienceStore } from '../segment/audience.store.ts';
import { segmentStore } from '../segment/segment.store.ts';
import { sqsSendQueue } from '../run/sqs.send-queue.ts';
import { templateStore } from '../template/template.store.ts';
import { fromJson } from '../platform/formats.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { Variables } from './dependency.ts';
import type { Providers } from '../provider/provider.ts';
import { classify, explain } from '../provider/twilio/error-codes.ts';
import { payloadOf } from '../provider/twilio/twilio-content.ts';
import type { CredentialRotation } from '../tenancy/credentials.ts';
import { alone, rotated } from '../provider/twilio/former-token.ts';
import { twilioCredentials } from '../provider/twilio/twilio-credentials.ts';
import { twilioClient } from '../provider/twilio/twilio.client.ts';
import { twilioMessages } from '../provider/twilio/twilio.messages.ts';
import { twilioSenders } from '../provider/twilio/twilio.senders.ts';
import { twilioTemplates } from '../provider/twilio/twilio.templates.ts';
import { whatsappPrices } from '../provider/twilio/whatsapp-prices.ts';
import { twilioWebhooks } from '../provider/twilio/twilio.webhooks.ts';
import { randomIds } from '../platform/ids.ts';
import { log as writeLog } from '../platform/log.ts';
import { isPublicUrl } from '../platform/public-url.ts';
import { autoReplyStore } from '../reaction/auto-reply.store.ts';
import { reconcileCampaign } from '../reaction/reconcile-campaign.ts';
import { wordingCountStore } from '../reaction/wording-count.store.ts';
import { eventBridgeBus } from '../event/event-bridge.bus.ts';
import { deliveryStore } from '../webhook/delivery.store.ts';
import { deadLetterUrls } from '../event/dead-letters.ts';
import { deadLettersStore } from '../event/dead-letters.store.ts';
import { sqsDeadLetterQueues } from '../event/sqs.dead-letter-queues.ts';
import { alertMailStore } from '../reaction/alert-mail.store.ts';
import { sesMailer } from '../reaction/ses.mailer.ts';
import { failureBreakerStore } from '../reaction/failure-breaker.store.ts';
import { endpointAsker } from '../webhook/endpoint-asker.ts';
import { signedHttpPoster } from '../webhook/signed.http-poster.ts';
import { sqsDelayQueue } from '../platform/sqs.delay-queue.ts';
import { webhookEndpointStore } from '../webhook/webhook-endpoint.store.ts';
import { apiKeyStore } from '../tenancy/api-key.store.ts';
import { authenticator, ofExistingTenants } from '../tenancy/authenticate.ts';
import { findMember } from '../tenancy/find-member.ts';
import { memberStore } from '../tenancy/member.store.ts';
import { joseTokens, oidcIssuer } from '../tenancy/jose.tokens.ts';
import { secretsManagerVault } from '../tenancy/secrets-manager.credentials.ts';
import { stageQuotas } from '../tenancy/quota.ts';
import { quotaStore } from '../tenancy/quota.store.ts';
import { auditStore } from '../tenancy/audit.store.ts';
import { wrongKeyStore } from '../tenancy/wrong-key.store.ts';
import { dailyCountStore } from '../sender/daily-count.store.ts';
import { senderStore } from '../sender/sender.store.ts';
import { keptDays, type KeptDays } from '../tenancy/retention.ts';
import { sendingSwitchStore } from '../tenancy/sending-switch.store.ts';
import { spendStore } from '../tenancy/spend.store.ts';
import { tenantStore } from '../tenancy/tenant.store.ts';

const variable = z.string().min(1);

const TABLE = { TABLE_NAME: variable };
type Table = Variables<typeof TABLE>;

/** The table itself, by its name. */
export const tableName = { environment: TABLE, build: (env: Table) => env.TABLE_NAME };
export const clock = { environment: {}, build: () => systemClock };
export const log = { environment: {}, build: () => writeLog };
export const ids = { environment: {}, build: () => randomIds };

const APPROVAL = { APPROVAL_ABOVE: z.coerce.number().int().min(0).optional() };
export const approvalBound = {
  environment: APPROVAL,
  build: (env: Variables<typeof APPROVAL>) => env.APPROVAL_ABOVE,
};
const TENANTS = { ...TABLE, ...APPROVAL };
export const tenants = {
  environment: TENANTS,
  build: (env: Variables<typeof TENANTS>) => tenantStore(functionTable(env.TABLE_NAME), env.APPROVAL_ABOVE),
};
export const apiKeys = { environment: TABLE, build: (env: Table) => apiKeyStore(functionTable(env.TABLE_NAME)) };
const QUOTAS = { ...TABLE, QUOTAS: stageQuotas.optional() };
export const quotas = {
  environment: QUOTAS,
  build: (env: Variables<typeof QUOTAS>) => quotaStore(functionTable(env.TABLE_NAME), env.QUOTAS),
};
const WRONG_KEYS = { ...TABLE, WRONG_KEYS_PER_MINUTE: z.coerce.number().int().min(1).optional() };
export const wrongKeys = {
  environment: WRONG_KEYS,
  build: (env: Variables<typeof WRONG_KEYS>) => wrongKeyStore(functionTable(env.TABLE_NAME), env.WRONG_KEYS_PER_MINUTE),
};
export const members = { environment: TABLE, build: (env: Table) => memberStore(functionTable(env.TABLE_NAME)) };
/** The table, and for how long each tenant has things kept that end by themselves. */
function withRetention({ TABLE_NAME }: Table): [table: ReturnType<typeof functionTable>, days: KeptDays] {
  const table = functionTable(TABLE_NAME);
  return [table, keptDays(tenantStore(table), systemClock)];
}
export const auditEntries = { environment: TABLE, build: (env: Table) => auditStore(...withRetention(env)) };
export const cursors = {
  environment: TABLE,
  build: (env: Table) => {
    const tenants = tenantStore(functionTable(env.TABLE_NAME));
    return cursorSeal({
      linkSecret: (tenant) => tenants.linkSecret(tenant),
      ensuredLinkSecret: (tenant) => tenants.ensuredLinkSecret(tenant, randomIds.secret()),
    });
  },
};
export const senders = { environment: TABLE, build: (env: Table) => senderStore(functionTable(env.TABLE_NAME)) };
export const customers = { environment: TABLE, build: (env: Table) => customerStore(functionTable(env.TABLE_NAME)) };
export const imports = { environment: TABLE, build: (env: Table) => importStore(functionTable(env.TABLE_NAME)) };
export const exports = { environment: TABLE, build: (env: Table) => exportStore(functionTable(env.TABLE_NAME)) };
export const media = { environment: TABLE, build: (env: Table) => mediaStore(functionTable(env.TABLE_NAME)) };
export const frequencies = { environment: TABLE, build: (env: Table) => frequencyStore(functionTable(env.TABLE_NAME)) };
export const spends = { environment: TABLE, build: (env: Table) => spendStore(functionTable(env.TABLE_NAME)) };
export const dailyCounts = {
  environment: TABLE,
  build: (env: Table) => dailyCountStore(functionTable(env.TABLE_NAME)),
};
export const idempotency = {
  environment: TABLE,
  build: (env: Table) => idempotencyStore(functionTable(env.TABLE_NAME), systemClock),
};

export const segments = { environment: TABLE, build: (env: Table) => segmentStore(functionTable(env.TABLE_NAME)) };
export const audiences = { environment: TABLE, build: (env: Table) => audienceStore(functionTable(env.TABLE_NAME)) };
export const campaigns = { environment: TABLE, build: (env: Table) => campaignStore(functionTable(env.TABLE_NAME)) };

const RUNS = { RUN_STATE_MACHINE_ARN: variable };
export const runs = {
  environment: RUNS,
  build: (env: Variables<typeof RUNS>) => stepFunctionsRuns(env.RUN_STATE_MACHINE_ARN),
};

const SCHEDULES = {
  SCHEDULE_GROUP: variable,
  SCHEDULE_FUNCTION_ARN: variable,
  SCHEDULE_ROLE_ARN: variable,
  SCHEDULE_DEAD_LETTERS_ARN: variable,
};
export const schedules = {
  environment: SCHEDULES,
  build: (env: Variables<typeof SCHEDULES>) =>
    eventBridgeSchedules({
      group: env.SCHEDULE_GROUP,
      functionArn: env.SCHEDULE_FUNCTION_ARN,
      roleArn: env.SCHEDULE_ROLE_ARN,
      deadLettersArn: env.SCHEDULE_DEAD_LETTERS_ARN,
    }),
};

const STALE = { SWEEP_PATIENCE_SECONDS: z.coerce.number() };
export const staleAfter = {
  environment: STALE,
  build: (env: Variables<typeof STALE>) => env.SWEEP_PATIENCE_SECONDS * 1000,
};

const AUTHENTICATION = { TABLE_NAME: variable, OIDC: oidcIssuer.optional() };
export const authentication = {
  environment: AUTHENTICATION,
  build: (env: Variables<typeof AUTHENTICATION>) => {
    const table = functionTable(env.TABLE_NAME);
    const ports = { members: memberStore(table), clock: systemClock };
    const tokens = env.OIDC && joseTokens(env.OIDC, (person, choice) => findMember(person, choice, ports));
    return authenticator(apiKeyStore(table), systemClock, tokens && ofExistingTenants(tokens, tenantStore(table)));
  },
};

export const sendingSwitch = {
  environment: TABLE,
  build: (env: Table) => sendingSwitchStore(functionTable(env.TABLE_NAME), systemClock),
};

const CREDENTIALS = { CREDENTIALS_PREFIX: variable };
export const credentials = {
  environment: CREDENTIALS,
  build: (env: Variables<typeof CREDENTIALS>) =>
    secretsManagerVault(env.CREDENTIALS_PREFIX, systemClock, twilioCredentials),
};
export const credentialRotation = { environment: {}, build: (): CredentialRotation => ({ alone, rotated }) };

export const inbounds = { environment: TABLE, build: (env: Table) => inboundStore(...withRetention(env)) };
export const interactions = {
  environment: TABLE,
  build: (env: Table) => interactionStore(functionTable(env.TABLE_NAME)),
};

export const autoReplies = {
  environment: TABLE,
  build: (env: Table) => autoReplyStore(functionTable(env.TABLE_NAME)),
};

export const lanes = { environment: TABLE, build: (env: Table) => laneStore(functionTable(env.TABLE_NAME)) };
export const choices = { environment: TABLE, build: (env: Table) => choiceStore(functionTable(env.TABLE_NAME)) };
export const messages = { environment: TABLE, build: (env: Table) => messageStore(functionTable(env.TABLE_NAME)) };
export const templates = { environment: TABLE, build: (env: Table) => templateStore(functionTable(env.TABLE_NAME)) };
export const wordingCounts = {
  environment: TABLE,
  build: (env: Table) => wordingCountStore(functionTable(env.TABLE_NAME)),
};
export const testCounts = { environment: TABLE, build: (env: Table) => testCountStore(functionTable(env.TABLE_NAME)) };
/** Whatever reports count. */
export const ledger = {
  environment: TABLE,
  build: (env: Table): Ledger => {
    const table = functionTable(env.TABLE_NAME);
    return { messages: messageStore(table), interactions: interactionStore(table) };
  },
};
export const rollups = { environment: TABLE, build: (env: Table) => rollupStore(functionTable(env.TABLE_NAME)) };

export const predictions = {
  environment: TABLE,
  build: (env: Table) => predictionStore(functionTable(env.TABLE_NAME)),
};

export const picker = {
  environment: TABLE,
  build: (env: Table) => {
    const table = functionTable(env.TABLE_NAME);
    return learntPicker({ messages: messageStore(table), predictions: predictionStore(table) });
  },
};

export const bestHours = {
  environment: TABLE,
  build: (env: Table) => {
    const table = functionTable(env.TABLE_NAME);
    return learntHours({ messages: messageStore(table), predictions: predictionStore(table) });
  },
};

const SETTLES = { PREDICTION_SETTLES_AFTER_SECONDS: z.coerce.number().min(0) };
export const settlesAfter = {
  environment: SETTLES,
  build: (env: Variables<typeof SETTLES>) => env.PREDICTION_SETTLES_AFTER_SECONDS * 1_000,
};

const SENDS = { SEND_QUEUE_URL: variable };
export const sends = { environment: SENDS, build: (env: Variables<typeof SENDS>) => sqsSendQueue(env.SEND_QUEUE_URL) };

const FAILURES = { FAILURE_QUEUE_URL: variable };
export const failures = {
  environment: FAILURES,
  build: (env: Variables<typeof FAILURES>) => sqsFailureQueue(env.FAILURE_QUEUE_URL),
};

const DEAD_LETTERS = { DEAD_LETTER_QUEUES: deadLetterUrls };
export const deadLetterQueues = {
  environment: DEAD_LETTERS,
  build: (env: Variables<typeof DEAD_LETTERS>) => sqsDeadLetterQueues(env.DEAD_LETTER_QUEUES),
};
export const deadLettersSeen = {
  environment: TABLE,
  build: (env: Table) => deadLettersStore(functionTable(env.TABLE_NAME)),
};

const SITE = { SITE_BUCKET: variable };
export const site = { environment: SITE, build: (env: Variables<typeof SITE>) => s3Site(env.SITE_BUCKET) };

/** Lambda says where the function's code is; the build puts the console there, too. */
const CODE = { LAMBDA_TASK_ROOT: variable };
export const consoleDirectory = {
  environment: CODE,
  build: (env: Variables<typeof CODE>) => `${env.LAMBDA_TASK_ROOT}/console`,
};

const BUS = { EVENT_BUS_NAME: variable };
export const eventBus = { environment: BUS, build: (env: Variables<typeof BUS>) => eventBridgeBus(env.EVENT_BUS_NAME) };

export const webhookEndpoints = {
  environment: TABLE,
  build: (env: Table) => webhookEndpointStore(functionTable(env.TABLE_NAME)),
};
export const alertMails = { environment: TABLE, build: (env: Table) => alertMailStore(functionTable(env.TABLE_NAME)) };
/** The address that alerts come from; without one nobody is mailed. */
const ALERT_SENDER = { ALERT_SENDER: z.email().optional() };
export const mailer = {
  environment: ALERT_SENDER,
  build: (env: Variables<typeof ALERT_SENDER>) =>
    env.ALERT_SENDER === undefined ? undefined : sesMailer(env.ALERT_SENDER),
};
export const failureBreakers = {
  environment: TABLE,
  build: (env: Table) => failureBreakerStore(functionTable(env.TABLE_NAME)),
};
export const deliveries = { environment: TABLE, build: (env: Table) => deliveryStore(...withRetention(env)) };

const DELIVERIES = { DELIVERY_QUEUE_URL: variable };
export const deliveryQueue = {
  environment: DELIVERIES,
  build: (env: Variables<typeof DELIVERIES>) => sqsDelayQueue(env.DELIVERY_QUEUE_URL),
};

const RECONCILES = { RECONCILE_QUEUE_URL: variable, RECONCILE_AFTER_SECONDS: z.string().regex(/^\d+(,\d+)*$/) };
export const reconciles = {
  environment: RECONCILES,
  build: (env: Variables<typeof RECONCILES>) => sqsDelayQueue(env.RECONCILE_QUEUE_URL),
};
const OWN_QUEUES = { OWN_QUEUES: fromJson(z.record(z.string(), z.url())) };
/** The queues of those that share one, by what each is called there. */
export const ownQueues = {
  environment: OWN_QUEUES,
  build: (env: Variables<typeof OWN_QUEUES>) =>
    new Map(Object.entries(env.OWN_QUEUES).map(([consumer, url]) => [consumer, sqsDelayQueue(url)])),
};
export const reconcileAfter = {
  environment: RECONCILES,
  build: (env: Variables<typeof RECONCILES>) => env.RECONCILE_AFTER_SECONDS.split(',').map(Number),
};

export const callbackWatches = {
  environment: TABLE,
  build: (env: Table) => callbackWatchStore(functionTable(env.TABLE_NAME)),
};
const RECOVERIES = { RECOVERY_QUEUE_URL: variable };
export const recoveries = {
  environment: RECOVERIES,
  build: (env: Variables<typeof RECOVERIES>) => sqsDelayQueue(env.RECOVERY_QUEUE_URL),
};
const RECOVERY_TIMES = { RECOVER_AFTER_SECONDS: z.string().regex(/^\d+(,\d+)*$/) };
export const recoverAfter = {
  environment: RECOVERY_TIMES,
  build: (env: Variables<typeof RECOVERY_TIMES>) =>
    env.RECOVER_AFTER_SECONDS.split(',').map((seconds) => Number(seconds) * 1_000),
};

/** Whether webhooks may be sent to http and private addresses: only in tests, whose receivers have no others. */
const TARGETS = { PRIVATE_WEBHOOK_TARGETS: z.literal('true').optional() };
export const privateTargets = {
  environment: TARGETS,
  build: (env: Variables<typeof TARGETS>) => env.PRIVATE_WEBHOOK_TARGETS === 'true',
};
export const poster = {
  environment: TARGETS,
  build: (env: Variables<typeof TARGETS>) => signedHttpPoster(env.PRIVATE_WEBHOOK_TARGETS === 'true'),
};

const ENDPOINTS = { ...TABLE, ...TARGETS };
const asker = {
  environment: ENDPOINTS,
  build: (env: Variables<typeof ENDPOINTS>) =>
    endpointAsker({
      asker: poster.build(env),
      clock: systemClock,
      webhookEndpoints: webhookEndpointStore(functionTable(env.TABLE_NAME)),
    }),
};
/** Whom planning asks what people are to get, and whom a tap asks what it is answered with. */
export const recommender = asker;
export const agents = asker;

/** The public base URL of this deployment, for callbacks, links and signatures; without a slash at its end. */
const PUBLIC = { PUBLIC_BASE_URL: z.url() };
const baseUrl = (env: Variables<typeof PUBLIC>) => env.PUBLIC_BASE_URL.replace(/\/+$/, '');
export const publicBaseUrl = { environment: PUBLIC, build: baseUrl };

/** Another host with the provider's API; the provider itself when unset. */
const PROVIDER = { ...PUBLIC, TWILIO_API_BASE_URL: z.url().optional() };
type ProviderVariables = Variables<typeof PROVIDER>;

/** The public base URL when the provider itself cannot reach it; a double of it may be on the same machine. */
export const unreachableAddress = {
  environment: PROVIDER,
  build: (env: ProviderVariables): UnreachableAddress => {
    const isReachable = env.TWILIO_API_BASE_URL !== undefined || isPublicUrl(env.PUBLIC_BASE_URL);
    return isReachable ? null : baseUrl(env);
  },
};

/** Whether a stand-in has the provider's place, so that nobody is contacted. */
const PRACTICE = { PRACTICE: z.literal('true').optional() };
export const practice = {
  environment: PRACTICE,
  build: (env: Variables<typeof PRACTICE>) => env.PRACTICE === 'true',
};

/** Each face of the adapters is a separate dependency: few functions need all of their code. */
export const providers = {
  environment: PROVIDER,
  build: (
    env: ProviderVariables,
  ): Providers<'send' | 'find' | 'sentPage' | 'receivedPage' | 'statusOf' | 'recipientOf'> =>
    byName({ twilio: twilioMessages(twilioClient(env.TWILIO_API_BASE_URL), baseUrl(env)) }),
};
export const limitReaders = {
  environment: PROVIDER,
  build: (env: ProviderVariables): Providers<'limits'> =>
    byName({ twilio: twilioSenders(twilioClient(env.TWILIO_API_BASE_URL)) }),
};
export const templateProviders = {
  environment: PROVIDER,
  build: (
    env: ProviderVariables,
  ): Providers<
    | 'ensureTemplate'
    | 'knownTemplate'
    | 'listTemplates'
    | 'readTemplate'
    | 'createTemplate'
    | 'submitTemplate'
    | 'deleteTemplate'
    | 'accountOf'
  > => byName({ twilio: twilioTemplates(twilioClient(env.TWILIO_API_BASE_URL), baseUrl(env)) }),
};
export const payloads = {
  environment: {},
  build: (): Providers<'payload'> => byName({ twilio: { payload: payloadOf } }),
};
export const priceLists = {
  environment: {},
  build: (): Providers<'prices'> => byName({ twilio: { prices: whatsappPrices } }),
};
export const classifiers = {
  environment: {},
  build: (): Providers<'classify' | 'explain'> => byName({ twilio: { classify, explain } }),
};
export const webhookReaders = { environment: {}, build: () => byName({ twilio: twilioWebhooks }) };

/** The provider of a sender that names none. */
const DEFAULT_PROVIDER = 'twilio';

function byName<Face>(adapters: Readonly<Record<string, Face>>): (name: string | undefined) => Face {
  return (name = DEFAULT_PROVIDER) => {
    const adapter = adapters[name];
    if (!adapter) throw new Error(`No adapter for ${name}`);
    return adapter;
  };
}

export const jobs = { environment: TABLE, build: (env: Table) => jobStore(...withRetention(env)) };

const JOBS = { JOB_QUEUE_URL: variable };
export const jobQueue = {
  environment: JOBS,
  build: (env: Variables<typeof JOBS>): JobQueue => sqsDelayQueue(env.JOB_QUEUE_URL),
};

const FILES = { FILES_BUCKET: variable };
export const files = { environment: FILES, build: (env: Variables<typeof FILES>) => s3Files(env.FILES_BUCKET) };

/** Every kind of job, and what each needs. */
const KINDS = {
  ...TABLE,
  ...FILES,
  ...PROVIDER,
  ...CREDENTIALS,
  ERASURE_SETTLES_AFTER_SECONDS: z.coerce.number().min(0),
  ...SETTLES,
};
export const jobKinds = {
  environment: KINDS,
  build(env: Variables<typeof KINDS>): JobKinds {
    const table = functionTable(env.TABLE_NAME);
    return {
      [ERASURE]: erasePerson({
        campaigns: campaignStore(table),
        choices: choiceStore(table),
        customers: customerStore(table),
        deliveries: deliveryStore(table),
        erasureSettlesAfter: env.ERASURE_SETTLES_AFTER_SECONDS * 1_000,
        inbounds: inboundStore(table),
        interactions: interactionStore(table),
        messages: messageStore(table),
        webhookEndpoints: webhookEndpointStore(table),
      }),
      [CUSTOMER_IMPORT]: importFile({
        customers: customerStore(table),
        files: files.build(env),
        ids: randomIds,
        imports: importStore(table),
      }),
      [EXPORT]: writeExport({
        auditEntries: auditStore(...withRetention(env)),
        campaigns: campaignStore(table),
        customers: customerStore(table),
        exports: exportStore(table),
        files: files.build(env),
        frequencies: frequencyStore(table),
        interactions: interactionStore(table),
        messages: messageStore(table),
        picker: picker.build(env),
        tenants: tenantStore(table),
      }),
      [PREPARATION]: prepareCampaign({
        campaigns: campaignStore(table),
        clock: systemClock,
        credentials: credentials.build(env),
        log: writeLog,
        senders: senderStore(table),
        templateProviders: templateProviders.build(env),
        templates: templateStore(table),
      }),
      [RECONCILIATION]: reconcileCampaign({
        autoReplies: autoReplyStore(table),
        campaigns: campaignStore(table),
        clock: systemClock,
        credentials: credentials.build(env),
        customers: customerStore(table),
        interactions: interactionStore(table),
        messages: messageStore(table),
        providers: providers.build(env),
        senders: senderStore(table),
      }),
      [TEMPLATE_REFRESH]: refreshTemplates({
        campaigns: campaignStore(table),
        clock: systemClock,
        credentials: credentials.build(env),
        log: writeLog,
        templateProviders: templateProviders.build(env),
        templates: templateStore(table),
      }),
      [TRAINING]: trainPredictions({
        campaigns: campaignStore(table),
        customers: customerStore(table),
        messages: messageStore(table),
        predictions: predictionStore(table),
        rollups: rollupStore(table),
        settlesAfter: settlesAfter.build(env),
      }),
      [TEMPLATE_SYNC]: syncTemplates({
        credentials: credentials.build(env),
        templateProviders: templateProviders.build(env),
        templates: templateStore(table),
      }),
    };
  },
};
