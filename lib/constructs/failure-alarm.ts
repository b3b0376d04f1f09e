import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface FailureAlarmProps {
  readonly metric: IMetric;
  /** 1 by default: the first failure raises the alarm. */
  readonly threshold?: number;
  /** At or above the threshold by default. */
  readonly comparisonOperator?: ComparisonOperator;
  /** How many of the metric's periods in a row; 1 by default. */
  readonly evaluationPeriods?: number;
  /** A sentence for the operator who is woken: what is lost or late, for whom, and until when. */
  readonly failureImpact: string;
  readonly alarms: ITopic;
}

/** An alarm that must say what its failure means. */
export class FailureAlarm extends Alarm {
  constructor(scope: Construct, id: string, { failureImpact, alarms, ...props }: FailureAlarmProps) {
    super(scope, id, {
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...props,
      alarmDescription: failureImpact,
    });
    this.addAlarmAction(new SnsAction(alarms));
  }
}
