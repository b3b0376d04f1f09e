import { MathExpression, Metric, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';

import { METRIC_DESCRIPTIONS } from '../../shared/platform/metric-descriptions.ts';
import { FEEDS, NAMESPACE, type Feed, type MetricName } from '../../shared/platform/metrics.ts';

const PERIOD = Duration.minutes(5);

/** The metrics that the functions of a stage write into their logs, in steps of five minutes. */
export class HeraldMetrics {
  private readonly stage: string;

  constructor(stage: string) {
    this.stage = stage;
  }

  /** @param value of the metric's own dimension, for a metric that has one */
  metric(metricName: MetricName, value?: string, statistic = 'Sum'): Metric {
    const by = Object.values<Feed>(FEEDS).find(({ metric }) => metric === metricName)?.by;
    const { values = [] } = METRIC_DESCRIPTIONS[metricName];
    if ((by === undefined) !== (value === undefined) || (value !== undefined && !values.includes(value)))
      throw new Error(`The metric ${metricName} has no series ${value ?? 'without a value of its dimension'}.`);
    return new Metric({
      namespace: NAMESPACE,
      metricName,
      dimensionsMap: { Stage: this.stage, ...(by && value !== undefined && { [by]: value }) },
      statistic,
      period: PERIOD,
    });
  }

  /** A metric's series, one for each value of its dimension. */
  all(metricName: MetricName): Metric[] {
    const { values } = METRIC_DESCRIPTIONS[metricName];
    return values?.map((value) => this.metric(metricName, value).with({ label: value })) ?? [this.metric(metricName)];
  }

  /** The slots that were used, in percent of those that the senders' rates permitted; no value while nothing is sent. */
  pace(): IMetric {
    return new MathExpression({
      expression: '100 * FILL(used, 0) / (FILL(used, 0) + FILL(late, 0) + FILL(slower, 0))',
      usingMetrics: {
        used: this.metric('SlotsUsed'),
        late: this.metric('SlotsMissed', 'late'),
        slower: this.metric('SlotsMissed', 'slower'),
      },
      period: PERIOD,
      label: 'pace (%)',
    });
  }

  /** Every throttle, wherever it was. */
  throttles(): IMetric {
    return this.sumOf('Throttles', 'where', 'throttles');
  }

  /** Every row of counters that is wrong, of whatever family. */
  countersWrong(): IMetric {
    return this.sumOf('CountersWrong', 'family', 'counters wrong');
  }

  /** All series of a metric together. @param prefix of their names in the expression */
  private sumOf(metricName: MetricName, prefix: string, label: string): IMetric {
    const usingMetrics = Object.fromEntries(this.all(metricName).map((metric, n) => [`${prefix}${n}`, metric]));
    const expression = Object.keys(usingMetrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + ');
    return new MathExpression({ expression, usingMetrics, period: PERIOD, label });
  }

  /** Messages that became unknown in the time that is shown, less those whose outcome became known. */
  unknownsOpen(): IMetric {
    return new MathExpression({
      expression: 'RUNNING_SUM(FILL(became, 0) - FILL(settled, 0))',
      usingMetrics: { became: this.metric('Messages', 'unknown'), settled: this.metric('UnknownsSettled') },
      period: PERIOD,
      label: 'open',
    });
  }
}
