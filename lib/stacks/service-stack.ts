import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnOutput, Stack, type RemovalPolicy, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import type { Contract } from '../../shared/contract/route.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { AnalyticsRollup } from '../constructs/analytics-rollup.ts';
import type { FilesBucket } from '../constructs/files-bucket.ts';
import { CallbackRecovery } from '../constructs/callback-recovery.ts';
import { CampaignRun } from '../constructs/campaign-run.ts';
import { CampaignSchedules } from '../constructs/campaign-schedules.ts';
import { CampaignSender } from '../constructs/campaign-sender.ts';
import { DeadLetterLooks } from '../constructs/dead-letter-looks.ts';
import { EventRouting } from '../constructs/event-routing.ts';
import { FailureQueue } from '../constructs/failure-queue.ts';
import {
  addressesOf,
  credentialsTarget,
  queueTarget,
  runsTarget,
  tableTargets,
  type Targets,
} from '../constructs/grants.ts';
import { GivenUpAnswers } from '../constructs/given-up-answers.ts';
import { answerUnknownRoute, HttpRoutes, type RouteContext } from '../constructs/http-routes.ts';
import { HeraldMetrics } from '../constructs/herald-metric.ts';
import { JobQueue } from '../constructs/job-queue.ts';
import { MonthlyBudget } from '../constructs/monthly-budget.ts';
import { PublicApi } from '../constructs/public-api.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { RollupChecks } from '../constructs/rollup-checks.ts';
import { ServiceAlarms } from '../constructs/service-alarms.ts';
import { ServiceDashboard } from '../constructs/service-dashboard.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import type { StageSettings } from '../stage-settings.ts';
import { exportValues } from './exports.ts';
import type { TableAddress } from '../constructs/table-address.ts';

export interface ServiceStackProps extends StackProps {
  readonly table: TableAddress;
  readonly files: FilesBucket;
  readonly settings: StageSettings;
  /** The routes with a throttle of their own. The stacks of the areas have all others. */
  readonly throttledRoutes: readonly Contract[];
  readonly removalPolicy: RemovalPolicy;
  readonly functionsDirectory: string;
}

/** Whatever has an address, a name or messages, with the functions behind it: the API, the queues, the bus, the machine. */
export class ServiceStack extends Stack {
  /** What routes need, wherever they are. */
  readonly routeContext: RouteContext;

  constructor(
    scope: Construct,
    id: string,
    { table, files, settings, throttledRoutes, removalPolicy, functionsDirectory, ...props }: ServiceStackProps,
  ) {
    super(scope, id, props);
    const { name, logRetentionDays: logRetention, twilioApiBaseUrl } = settings;
    const machineName = `herald-${name}-campaign-run`;
    const credentialsPrefix = `herald/${name}/twilio/`;
    const alarms = new AlarmTopic(this, 'Alarms', settings.alarmEmail);

    const api = new PublicApi(this, 'Api', {
      requestsPerSecond: settings.apiRequestsPerSecond,
      logRetention,
      removalPolicy,
      alarms,
    });
    const { domainName } = settings.console ?? {};
    const publicBaseUrl = settings.publicBaseUrl ?? (domainName ? `https://${domainName}` : api.apiEndpoint);
    const provider = {
      PUBLIC_BASE_URL: publicBaseUrl,
      ...(twilioApiBaseUrl && { TWILIO_API_BASE_URL: twilioApiBaseUrl }),
    };
    const targets = {
      ...tableTargets(table),
      ...files.targets,
      // Who begins a campaign checks first whether Twilio can reach the public address.
      runs: runsTarget(this, machineName, provider),
      // Functions with a tenant's credentials call Twilio, or are called by it at the public address.
      credentials: credentialsTarget(this, credentialsPrefix, provider),
    };
    const context = {
      functionsDirectory,
      logRetention,
      removalPolicy,
      targets,
      accountConcurrency: settings.accountConcurrency,
      stageEnvironment: {
        STAGE: name,
        ...(settings.privateWebhookTargets && { PRIVATE_WEBHOOK_TARGETS: 'true' }),
        ...(twilioApiBaseUrl && { PRACTICE: 'true' }),
        ...(settings.approvalAbove !== undefined && { APPROVAL_ABOVE: String(settings.approvalAbove) }),
      },
    };

    const sender = new CampaignSender(this, 'Sender', {
      ...context,
      timeoutSeconds: settings.senderTimeoutSeconds,
      concurrency: settings.senderConcurrency,
      alarms,
    });
    const rollup = new AnalyticsRollup(this, 'Rollup', {
      ...context,
      table,
      windowSeconds: settings.rollupWindowSeconds,
      alarms,
    });
    const events = new EventRouting(this, 'Events', {
      ...context,
      busName: `herald-${name}-events`,
      table,
      concurrency: settings.eventConcurrency,
      reconcileAfterSeconds: settings.reconcileAfterSeconds,
      alertSender: settings.alertSender,
      alarms,
    });
    const jobs = new JobQueue(this, 'Jobs', {
      ...context,
      erasureSettlesAfterSeconds: settings.erasureSettlesAfterSeconds,
      predictionSettlesAfterSeconds: settings.predictionSettlesAfterSeconds,
      alarms,
    });
    const recoverAfterSeconds = settings.recoverAfterSeconds.join(',');
    const recovery = new CallbackRecovery(this, 'CallbackRecovery', {
      ...context,
      environment: { RECOVER_AFTER_SECONDS: recoverAfterSeconds },
      alarms,
    });
    const schedules = new CampaignSchedules(this, 'Schedules', {
      ...context,
      targets: { ...targets, jobs: jobs.target, recoveries: recovery.target },
      groupName: `herald-${name}`,
      patienceSeconds: settings.sweepPatienceSeconds,
      predictionSettlesAfterSeconds: settings.predictionSettlesAfterSeconds,
      recoverAfterSeconds,
      quotas: settings.quotas,
      alarms,
    });
    new DeadLetterLooks(this, 'DeadLetterLooks', {
      ...context,
      groupName: schedules.groupName,
      queues: this.node.findAll().filter((one) => one instanceof FailureQueue),
      alarms,
    });
    new RollupChecks(this, 'RollupChecks', { ...context, groupName: schedules.groupName, alarms });
    const allTargets: Targets = {
      ...targets,
      ...schedules.targets,
      sends: queueTarget(sender.queue, 'SEND_QUEUE_URL'),
      deliveries: events.deliveries,
      jobs: jobs.target,
      failures: queueTarget(rollup.failures, 'FAILURE_QUEUE_URL'),
    };
    const run = new CampaignRun(this, 'Run', { ...context, targets: allTargets, machineName, alarms });

    this.routeContext = {
      ...context,
      targets: allTargets,
      api,
      oidc: settings.oidc,
      quotas: settings.quotas,
      wrongKeysPerMinute: settings.wrongKeysPerMinute,
      publicBaseUrl,
    };
    // The fallback belongs to no area, and answers when an area's stack is not deployed.
    const routes = new HttpRoutes(this, 'Routes', {
      ...this.routeContext,
      routes: throttledRoutes,
      fallback: answerUnknownRoute,
    });
    for (const [routeKey, requestsPerSecond] of Object.entries(settings.routeThrottles ?? {})) {
      api.throttleRoute(routeKey, routes.route(routeKey), requestsPerSecond);
    }
    monitor(this, { settings, api, sendQueue: sender.queue, alarms });
    exportValues(this, [api.apiId, api.apiEndpoint, ...Object.values(allTargets).flatMap(addressesOf)]);

    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
    new CfnOutput(this, 'PublicBaseUrl', { value: publicBaseUrl });
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'SendQueueUrl', { value: sender.queue.queueUrl });
    new CfnOutput(this, 'RunStateMachineArn', { value: run.machine.stateMachineArn });
    new CfnOutput(this, 'EventBusName', { value: events.bus.eventBusName });
    new CfnOutput(this, 'CredentialsPrefix', { value: credentialsPrefix });
    new CfnOutput(this, 'FilesBucket', { value: files.bucketName });
    new CfnOutput(this, 'ScheduleGroup', { value: schedules.groupName });
  }
}

/** The dashboard, and the alarms that belong to no one construct. It comes last, since it shows what the stack has. */
function monitor(
  stack: Stack,
  props: {
    readonly settings: StageSettings;
    readonly api: PublicApi;
    readonly sendQueue: Queue;
    readonly alarms: AlarmTopic;
  },
): void {
  const { settings, api, sendQueue, alarms } = props;
  const { name: stage, monthlyBudget: amount } = settings;
  const metrics = new HeraldMetrics(stage);
  new ServiceAlarms(stack, 'ServiceAlarms', { metrics, sendQueue, alarms });
  if (amount !== undefined) new MonthlyBudget(stack, 'MonthlyBudget', { name: `herald-${stage}`, amount, alarms });
  const all = stack.node.findAll();
  new ServiceDashboard(stack, 'Dashboard', {
    stage,
    metrics,
    api,
    queues: all.filter((one) => one instanceof QueueConsumer || one instanceof GivenUpAnswers),
    readers: all.filter((one) => one instanceof StreamConsumer),
    failures: all.filter((one) => one instanceof FailureQueue),
    alarms: all.filter((one) => one instanceof Alarm),
  });
}
