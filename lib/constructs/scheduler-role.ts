import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

export interface SchedulerRoleProps {
  readonly functions: readonly IFunction[];
  /** Where calls go that could not be made, if they are kept. */
  readonly deadLetters?: IQueue;
}

/** A role with which the scheduler calls these functions, and nothing else. */
export class SchedulerRole extends Role {
  constructor(scope: Construct, id: string, { functions, deadLetters }: SchedulerRoleProps) {
    super(scope, id, {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
      }),
      inlinePolicies: {
        exact: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: functions.map(({ functionArn }) => functionArn),
            }),
            ...(deadLetters
              ? [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] })]
              : []),
          ],
        }),
      },
    });
  }
}
