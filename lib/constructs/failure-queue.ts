import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { FailureAlarm } from './failure-alarm.ts';

export interface FailureQueueProps extends QueueProps {
  /** Whose failed work it holds: a key of `DEAD_LETTERS` in `shared/event/dead-letters.ts`. */
  readonly holds: string;
  readonly failureImpact: string;
  readonly alarms: ITopic;
}

/** Holds work that failed for 14 days, the longest SQS allows, and raises an alarm at the first message. */
export class FailureQueue extends Queue {
  readonly holds: string;

  constructor(scope: Construct, id: string, { holds, failureImpact, alarms, ...props }: FailureQueueProps) {
    super(scope, id, {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      ...props,
    });
    this.holds = holds;
    const metric = this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' });
    new FailureAlarm(this, 'Alarm', { metric, failureImpact, alarms });
  }
}
