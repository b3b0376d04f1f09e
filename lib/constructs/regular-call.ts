import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface RegularCallProps {
  readonly groupName: string;
  /** Like `rate(1 minute)`. */
  readonly every: string;
  readonly lambda: IFunction;
  readonly role: IRole;
  /** Where calls go that could not be made, if they are kept. */
  readonly deadLetters?: IQueue;
}

/** Calls a function again and again. A call that fails is not repeated: the next one comes in any case. */
export class RegularCall extends CfnSchedule {
  constructor(scope: Construct, id: string, { groupName, every, lambda, role, deadLetters }: RegularCallProps) {
    super(scope, id, {
      groupName,
      scheduleExpression: every,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: lambda.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        ...(deadLetters && { deadLetterConfig: { arn: deadLetters.queueArn } }),
        retryPolicy: { maximumRetryAttempts: 0 },
      },
    });
  }
}
