import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import { FailureAlarm } from './failure-alarm.ts';
import type { HeraldMetrics } from './herald-metric.ts';

/** A chunk waits at most 15 minutes for its slot. */
const SEND_QUEUE_LATE = Duration.minutes(20);
/** In percent of the slots. */
const LEAST_PACE = 90;

export interface ServiceAlarmsProps {
  readonly metrics: HeraldMetrics;
  readonly sendQueue: Queue;
  readonly alarms: ITopic;
}

/** The alarms of what goes wrong without any work being lost yet: each construct has those of its own losses. */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, { metrics, sendQueue, alarms }: ServiceAlarmsProps) {
    super(scope, id);

    new FailureAlarm(this, 'Throttled', {
      metric: metrics.throttles(),
      threshold: 20,
      evaluationPeriods: 3,
      alarms,
      failureImpact:
        'For a quarter of an hour requests have been refused for their number: campaigns and answers take longer than they should.',
    });
    new FailureAlarm(this, 'Slow', {
      metric: metrics.pace(),
      threshold: LEAST_PACE,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      alarms,
      failureImpact:
        'For a quarter of an hour more than a tenth of the slots have passed unused: campaigns end later than their senders permit.',
    });
    new FailureAlarm(this, 'ManyUnknown', {
      metric: metrics.metric('Messages', 'unknown'),
      threshold: 20,
      alarms,
      failureImpact:
        'The provider does not say what became of many messages: nobody is sent to twice, and some may get no message until a replay.',
    });
    new FailureAlarm(this, 'UnknownLeft', {
      metric: metrics.metric('UnknownsLeft'),
      alarms,
      failureImpact:
        'Some messages stay unknown, since no look at the provider found them: their customers may have got none until somebody replays them.',
    });
    new FailureAlarm(this, 'WebhooksRefused', {
      metric: metrics.metric('WebhookRefusals'),
      threshold: 20,
      alarms,
      failureImpact:
        'Webhooks with no valid signature are refused: if they are the provider’s, statuses and replies come late and taps are lost.',
    });
    new FailureAlarm(this, 'CountersWrong', {
      metric: metrics.countersWrong(),
      alarms,
      failureImpact:
        'Reports of at least one campaign are wrong, as a recount of a sample has found: others may be, too. Repair those that the log names.',
    });
    new FailureAlarm(this, 'SendQueueLate', {
      metric: sendQueue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: SEND_QUEUE_LATE.toSeconds(),
      alarms,
      failureImpact: 'Chunks wait in the send queue long after their slots: campaigns are late until it is emptied.',
    });
  }
}
