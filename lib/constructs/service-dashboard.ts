import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type Alarm,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import type { FailureQueue } from './failure-queue.ts';
import type { GivenUpAnswers } from './given-up-answers.ts';
import type { HeraldMetrics } from './herald-metric.ts';
import type { PublicApi } from './public-api.ts';
import type { QueueConsumer } from './queue-consumer.ts';
import type { StreamConsumer } from './stream-consumer.ts';

/** Of the 24 columns that a dashboard has. */
const WIDTH = 8;

export interface ServiceDashboardProps {
  readonly stage: string;
  readonly metrics: HeraldMetrics;
  readonly api: PublicApi;
  readonly queues: readonly (QueueConsumer | GivenUpAnswers)[];
  readonly readers: readonly StreamConsumer[];
  readonly failures: readonly FailureQueue[];
  readonly alarms: readonly Alarm[];
}

/** What the stage does and what is wrong with it, on one page. docs/operations.md says which failure shows in which widget. */
export class ServiceDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { stage, metrics, ...shown }: ServiceDashboardProps) {
    super(scope, id, { dashboardName: `herald-${stage}`, defaultInterval: Duration.hours(12) });
    const age = { period: Duration.minutes(5), statistic: 'Maximum' };

    this.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: [...shown.alarms], width: 24, height: 5 }));
    this.addWidgets(
      graph('Messages by outcome', metrics.all('Messages')),
      graph('Pace and slots missed', [metrics.pace()], metrics.all('SlotsMissed')),
      graph('Unknown outcomes', [metrics.unknownsOpen(), metrics.metric('UnknownsLeft')]),
    );
    this.addWidgets(
      graph('Failures by class', metrics.all('Failures')),
      graph('Campaigns paused', metrics.all('CampaignsPaused')),
      graph('Approvals missing, and given', [metrics.metric('ApprovalsMissing'), metrics.metric('ApprovalsGiven')]),
      graph('Runs revived', [metrics.metric('RunsRevived')]),
      graph('Counters checked, and wrong', [metrics.metric('CountersChecked')], metrics.all('CountersWrong')),
    );
    this.addWidgets(
      graph('Throttles', metrics.all('Throttles')),
      graph('Retries', [...metrics.all('Retries'), metrics.metric('WebhooksGivenUp')]),
      graph('Webhooks refused', [metrics.metric('WebhookRefusals')]),
    );
    this.addWidgets(
      graph(
        'From tap to report (ms)',
        ['Average', 'Maximum'].map((of) => metrics.metric('TapToReport', undefined, of).with({ label: of })),
      ),
      graph(
        'Age of the stream (ms)',
        shown.readers.map(({ lambda, node }) => lambda.metric('IteratorAge', { ...age, label: node.id })),
      ),
      graph(
        'Age of the queues (s)',
        shown.queues.map(({ queue, node }) => queue.metricApproximateAgeOfOldestMessage({ ...age, label: node.id })),
      ),
    );
    this.addWidgets(
      graph('API', [shown.api.metricCount(), shown.api.metricClientError(), shown.api.metricServerError()]),
      graph('API: latency (ms)', [
        shown.api.metricLatency({ statistic: 'p50' }),
        shown.api.metricLatency({ statistic: 'p99' }),
      ]),
      graph(
        'Dead letters',
        shown.failures.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ ...age, label: queue.holds })),
      ),
    );
  }
}

function graph(title: string, left: readonly IMetric[], right: readonly IMetric[] = []): IWidget {
  return new GraphWidget({ title, left: [...left], right: [...right], width: WIDTH });
}
