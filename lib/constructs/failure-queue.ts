import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { FailureAlarm } from './failure-alarm.ts';

export interface FailureQueueProps extends QueueProps {
  readonly failureImpact: string;
  readonly alarms: ITopic;
}

/** Where work ends that could not be done: kept for as long as SQS keeps anything, and an alarm from the first message on. */
export class FailureQueue extends Queue {
  constructor(scope: Construct, id: string, { failureImpact, alarms, ...props }: FailureQueueProps) {
    super(scope, id, { retentionPeriod: Duration.days(14), encryption: QueueEncryption.SQS_MANAGED, ...props });
    const metric = this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' });
    new FailureAlarm(this, 'Alarm', { metric, failureImpact, alarms });
  }
}
