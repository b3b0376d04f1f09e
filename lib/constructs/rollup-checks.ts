import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { FailureAlarm } from './failure-alarm.ts';
import { RegularCall } from './regular-call.ts';
import { SchedulerRole } from './scheduler-role.ts';
import { ServiceFunction, type FunctionContext } from './service-function.ts';

export const checkRollups: FunctionDeclaration = {
  id: 'rollup.check',
  entry: 'functions/workflow/check-rollups.ts',
  grants: ['table:GetItem', 'table:PutItem', 'table:Query'],
  // Lambda's longest: it waits for the roll-up, and reads whole lanes.
  timeout: 900,
};

export interface RollupChecksProps extends FunctionContext {
  /** Of the schedules. */
  readonly groupName: string;
  readonly alarms: ITopic;
}

/** Counts a sample of campaigns again, once a day: the roll-up relies on an order of the stream that is inferred (ADR 1). */
export class RollupChecks extends Construct {
  constructor(scope: Construct, id: string, { groupName, alarms, ...context }: RollupChecksProps) {
    super(scope, id);
    const { lambda } = new ServiceFunction(this, 'Check', { ...context, declaration: checkRollups });
    const role = new SchedulerRole(this, 'Role', { functions: [lambda] });
    new RegularCall(this, 'EveryDay', { groupName, every: 'rate(1 day)', lambda, role });
    new FailureAlarm(this, 'Failed', {
      metric: lambda.metricErrors({ period: Duration.days(1), statistic: 'Sum' }),
      alarms,
      failureImpact: 'The daily recount of a sample failed: counters that are wrong would not be noticed.',
    });
  }
}
