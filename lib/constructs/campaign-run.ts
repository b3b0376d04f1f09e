import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { campaignRunDefinition } from './campaign-run.definition.ts';
import { FailureAlarm } from './failure-alarm.ts';
import { ServiceFunction, type FunctionContext } from './service-function.ts';

export const openCampaign: FunctionDeclaration = {
  id: 'campaign.open',
  entry: 'functions/workflow/open-campaign.ts',
  // A template that is gone at the provider is forgotten.
  grants: [
    'table:GetItem',
    'table:BatchGetItem',
    'table:Query',
    'table:PutItem',
    'table:UpdateItem',
    'table:DeleteItem',
    'credentials:GetSecretValue',
  ],
  timeout: 60,
};

export const advanceLane: FunctionDeclaration = {
  id: 'lane.advance',
  entry: 'functions/workflow/advance-lane.ts',
  grants: [
    'table:GetItem',
    'table:BatchGetItem',
    'table:Query',
    'table:PutItem',
    'table:UpdateItem',
    'table:DeleteItem',
    'sends:SendMessage',
  ],
  timeout: 60,
};

export const closeCampaign: FunctionDeclaration = {
  id: 'campaign.close',
  entry: 'functions/workflow/close-campaign.ts',
  // The end of a cancelled campaign removes its marker, and that of others leaves one.
  grants: ['table:GetItem', 'table:Query', 'table:PutItem', 'table:UpdateItem', 'table:DeleteItem'],
  timeout: 60,
};

export interface CampaignRunProps extends FunctionContext {
  readonly machineName: string;
  readonly alarms: ITopic;
}

/** The state machine that runs a campaign: it opens the run, advances the lanes in parallel, and closes the run. */
export class CampaignRun extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { machineName, alarms, ...context }: CampaignRunProps) {
    super(scope, id);
    const { logRetention: retention, removalPolicy } = context;
    const lambda = (name: string, declaration: FunctionDeclaration) =>
      new ServiceFunction(this, name, { ...context, declaration }).lambda;

    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: machineName,
      definitionBody: DefinitionBody.fromChainable(
        campaignRunDefinition(this, {
          open: lambda('OpenCampaign', openCampaign),
          advance: lambda('AdvanceLane', advanceLane),
          close: lambda('CloseCampaign', closeCampaign),
        }),
      ),
      // Every step, since a lane is one of 16 executions: a look at a lane logs some 4 KB, a fortieth of its transitions' price.
      logs: {
        destination: new LogGroup(this, 'Log', { retention, removalPolicy }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
      tracingEnabled: true,
    });
    new FailureAlarm(this, 'Failed', {
      metric: this.machine.metricFailed({ period: Duration.minutes(1) }),
      alarms,
      failureImpact:
        'A run gave up after more than an hour of failures: its remaining customers get no message until the sweeper restarts it and it succeeds.',
    });
  }
}
