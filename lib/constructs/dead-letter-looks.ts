import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import { DEAD_LETTERS } from '../../shared/event/dead-letters.ts';
import type { FunctionDeclaration } from '../function-declaration.ts';
import { FailureAlarm } from './failure-alarm.ts';
import type { FailureQueue } from './failure-queue.ts';
import { RegularCall } from './regular-call.ts';
import { SchedulerRole } from './scheduler-role.ts';
import { ServiceFunction, type FunctionContext } from './service-function.ts';

export const lookAtDeadLetters: FunctionDeclaration = {
  id: 'dead_letters.look',
  entry: 'functions/workflow/look-at-dead-letters.ts',
  grants: ['table:GetItem', 'table:PutItem', 'dead_letters:ReceiveMessage'],
  timeout: 60,
};

export interface DeadLetterLooksProps extends FunctionContext {
  /** Of the schedules. */
  readonly groupName: string;
  readonly queues: readonly FailureQueue[];
  readonly alarms: ITopic;
}

/** Looks into the queues of dead letters every five minutes, so that a tenant is told of its own. It takes nothing out of them. */
export class DeadLetterLooks extends Construct {
  constructor(scope: Construct, id: string, { groupName, queues, alarms, ...context }: DeadLetterLooksProps) {
    super(scope, id);
    for (const { holds } of queues)
      if (!(holds in DEAD_LETTERS)) throw new Error(`Say in shared/event/dead-letters.ts what ${holds} loses.`);
    const arns = queues.map(({ queueArn }) => queueArn);
    const urls = Object.fromEntries(queues.map(({ holds, queueUrl }) => [holds, queueUrl]));
    const { lambda } = new ServiceFunction(this, 'Look', {
      ...context,
      targets: {
        ...context.targets,
        dead_letters: {
          service: 'sqs',
          arn: () => arns,
          environment: { DEAD_LETTER_QUEUES: Stack.of(this).toJsonString(urls) },
        },
      },
      declaration: lookAtDeadLetters,
    });
    const role = new SchedulerRole(this, 'Role', { functions: [lambda] });
    new RegularCall(this, 'EveryFiveMinutes', { groupName, every: 'rate(5 minutes)', lambda, role });
    new FailureAlarm(this, 'Failed', {
      metric: lambda.metricErrors({ period: Duration.minutes(15), statistic: 'Sum' }),
      threshold: 3,
      alarms,
      failureImpact:
        'Nobody looks into the queues of dead letters: tenants are not told that work of theirs failed for good.',
    });
  }
}
