import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import type { StageSettings } from '../stage-settings.ts';
import { FailureAlarm } from './failure-alarm.ts';
import { FailureQueue } from './failure-queue.ts';
import { schedulesTargets, type Targets } from './grants.ts';
import { RegularCall } from './regular-call.ts';
import { SchedulerRole } from './scheduler-role.ts';
import { ServiceFunction, type FunctionContext } from './service-function.ts';

const START_GRANTS = [
  'table:GetItem',
  'table:PutItem',
  'table:UpdateItem',
  'runs:StartExecution',
  'runs:DescribeExecution',
] as const;

export const fireSchedule: FunctionDeclaration = {
  id: 'schedule.fire',
  entry: 'functions/workflow/fire-schedule.ts',
  // How many campaigns are active is read from the index of statuses.
  grants: [...START_GRANTS, 'index:Query'],
};

export const sweepCampaigns: FunctionDeclaration = {
  id: 'campaign.sweep',
  entry: 'functions/workflow/sweep-campaigns.ts',
  grants: [
    ...START_GRANTS,
    'table:Query',
    'index:Query',
    'table:DeleteItem',
    'jobs:SendMessage',
    'recoveries:SendMessage',
    'schedules:CreateSchedule',
    'schedules:UpdateSchedule',
    'schedule_role:PassRole',
  ],
  timeout: 60,
};

export const beginTrainings: FunctionDeclaration = {
  id: 'predictions.begin',
  entry: 'functions/workflow/begin-trainings.ts',
  grants: ['table:Query', 'table:PutItem', 'table:DeleteItem', 'jobs:SendMessage'],
  timeout: 60,
};

export interface CampaignSchedulesProps extends FunctionContext {
  readonly groupName: string;
  /** How long a run may be dead, or a start overdue, before the sweeper takes over. */
  readonly patienceSeconds: number;
  /** How long after a campaign has ended it is learnt from. */
  readonly predictionSettlesAfterSeconds: number;
  /** When messages without news are asked for: seconds after they were accepted, with commas between them. */
  readonly recoverAfterSeconds: string;
  readonly quotas: StageSettings['quotas'];
  readonly alarms: ITopic;
}

/** The schedules of campaigns, the function that starts a campaign on time, the sweeper that catches what both miss, and what begins to learn from those that ended. */
export class CampaignSchedules extends Construct {
  readonly groupName: string;
  /** For functions that create schedules. */
  readonly targets: Targets;

  constructor(
    scope: Construct,
    id: string,
    {
      groupName,
      patienceSeconds,
      predictionSettlesAfterSeconds,
      recoverAfterSeconds,
      quotas,
      alarms,
      ...context
    }: CampaignSchedulesProps,
  ) {
    super(scope, id);
    const group = new CfnScheduleGroup(this, 'Group', { name: groupName });
    this.groupName = group.ref;
    const deadLetters = new FailureQueue(this, 'Undelivered', {
      holds: 'schedules.undelivered',
      alarms,
      failureImpact:
        'A schedule could not call its function: a campaign starts minutes late, or stuck campaigns are not recovered.',
    });
    const allowed = quotas && { QUOTAS: JSON.stringify(quotas) };
    const fire = new ServiceFunction(this, 'Fire', {
      ...context,
      declaration: fireSchedule,
      environment: { ...allowed },
    }).lambda;
    // The sweeper sets schedules of this role alone: the other may call the sweeper, so that it cannot be told of it.
    const startRole = new SchedulerRole(this, 'StartRole', { functions: [fire], deadLetters });
    const started = schedulesTargets({ groupName: group.ref, fire, role: startRole, deadLetters });
    const sweep = new ServiceFunction(this, 'Sweep', {
      ...context,
      targets: { ...context.targets, ...started },
      declaration: sweepCampaigns,
      environment: {
        ...allowed,
        SWEEP_PATIENCE_SECONDS: String(patienceSeconds),
        RECOVER_AFTER_SECONDS: recoverAfterSeconds,
      },
    }).lambda;

    const train = new ServiceFunction(this, 'Train', {
      ...context,
      declaration: beginTrainings,
      environment: { PREDICTION_SETTLES_AFTER_SECONDS: String(predictionSettlesAfterSeconds) },
    }).lambda;

    const role = new SchedulerRole(this, 'Role', { functions: [fire, sweep, train], deadLetters });
    const call = { groupName: group.ref, role, deadLetters };
    new RegularCall(this, 'EveryMinute', { ...call, every: 'rate(1 minute)', lambda: sweep });
    new RegularCall(this, 'EveryHour', { ...call, every: 'rate(1 hour)', lambda: train });
    new FailureAlarm(this, 'SweepFailed', {
      metric: sweep.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
      alarms,
      failureImpact:
        'The sweeper fails: campaigns whose run died or whose schedule did not fire stay stuck until it works again.',
    });
    new FailureAlarm(this, 'TrainFailed', {
      metric: train.metricErrors({ period: Duration.hours(1), statistic: 'Sum' }),
      threshold: 3,
      alarms,
      failureImpact:
        'Nothing is learnt from campaigns that have ended: predictions stay as they were until it works again.',
    });
    this.targets = schedulesTargets({ groupName: group.ref, fire, role, deadLetters });
  }
}
