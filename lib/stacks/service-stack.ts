import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnOutput, Stack, type RemovalPolicy, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { ROUTES } from '../../shared/routes.ts';
import { AnalyticsRollup } from '../constructs/analytics-rollup.ts';
import type { AppTable } from '../constructs/app-table.ts';
import { CampaignRun } from '../constructs/campaign-run.ts';
import { CampaignSchedules } from '../constructs/campaign-schedules.ts';
import { CampaignSender } from '../constructs/campaign-sender.ts';
import { EventRouting } from '../constructs/event-routing.ts';
import { credentialsTarget, queueTarget, runsTarget, tableTargets } from '../constructs/grants.ts';
import { HttpRoutes } from '../constructs/http-routes.ts';
import { PublicApi } from '../constructs/public-api.ts';
import type { StageSettings } from '../stage-settings.ts';

export interface ServiceStackProps extends StackProps {
  readonly table: AppTable;
  readonly settings: StageSettings;
  readonly removalPolicy: RemovalPolicy;
  readonly functionsDirectory: string;
}

/** Everything that can be deployed anew at any time. */
export class ServiceStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { table, settings, removalPolicy, functionsDirectory, ...props }: ServiceStackProps,
  ) {
    super(scope, id, props);
    const { name, logRetentionDays: logRetention, twilioApiBaseUrl } = settings;
    const machineName = `herald-${name}-campaign-run`;
    const credentialsPrefix = `herald/${name}/twilio/`;
    const alarms = new Topic(this, 'Alarms');

    const api = new PublicApi(this, 'Api', {
      requestsPerSecond: settings.apiRequestsPerSecond,
      logRetention,
      removalPolicy,
      alarms,
    });
    const targets = {
      ...tableTargets(table),
      runs: runsTarget(this, machineName),
      // Whoever holds a tenant's credentials calls Twilio, or is called by it at the public address.
      credentials: credentialsTarget(this, credentialsPrefix, {
        PUBLIC_BASE_URL: settings.publicBaseUrl ?? api.apiEndpoint,
        ...(twilioApiBaseUrl && { TWILIO_API_BASE_URL: twilioApiBaseUrl }),
      }),
    };
    const context = {
      functionsDirectory,
      logRetention,
      removalPolicy,
      targets,
      stageEnvironment: { ...(settings.privateWebhookTargets && { PRIVATE_WEBHOOK_TARGETS: 'true' }) },
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
      alarms,
    });
    const schedules = new CampaignSchedules(this, 'Schedules', {
      ...context,
      groupName: `herald-${name}`,
      patienceSeconds: settings.sweepPatienceSeconds,
      alarms,
    });
    const withQueues = {
      ...context,
      targets: {
        ...targets,
        ...schedules.targets,
        sends: queueTarget(sender.queue, 'SEND_QUEUE_URL'),
        deliveries: events.deliveries,
        failures: queueTarget(rollup.failures, 'FAILURE_QUEUE_URL'),
      },
    };
    const run = new CampaignRun(this, 'Run', { ...withQueues, machineName, alarms });
    new HttpRoutes(this, 'Routes', { ...withQueues, api, routes: ROUTES, oidc: settings.oidc });

    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'SendQueueUrl', { value: sender.queue.queueUrl });
    new CfnOutput(this, 'RunStateMachineArn', { value: run.machine.stateMachineArn });
    new CfnOutput(this, 'EventBusName', { value: events.bus.eventBusName });
    new CfnOutput(this, 'CredentialsPrefix', { value: credentialsPrefix });
  }
}
