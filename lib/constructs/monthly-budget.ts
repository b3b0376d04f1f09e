import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import type { AlarmTopic } from './alarm-topic.ts';

export interface MonthlyBudgetProps {
  readonly name: string;
  /** US dollars a month: what the whole account may cost, since only an account's owner can have costs told apart. */
  readonly amount: number;
  readonly alarms: AlarmTopic;
}

/** Tells the operators when the month has cost four fifths of its budget, and when it is going to cost more than all of it. */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { name, amount, alarms }: MonthlyBudgetProps) {
    super(scope, id);
    alarms.letPublish(new ServicePrincipal('budgets.amazonaws.com'), {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    });
    const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
      subscribers: [{ subscriptionType: 'SNS', address: alarms.topicArn }],
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: name,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount, unit: 'USD' },
      },
      notificationsWithSubscribers: [notify('ACTUAL', 80), notify('FORECASTED', 100)],
    });
  }
}
