import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  DistributedMap,
  JitterType,
  JsonPath,
  Succeed,
  TaskInput,
  StateMachineType,
  Wait,
  WaitTime,
  type IChainable,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { LANES } from '../../shared/platform/lanes.ts';

/** Identifies the run: the input of the execution and of every task. */
const RUN = {
  tenant_id: JsonPath.stringAt('$.tenant_id'),
  campaign_id: JsonPath.stringAt('$.campaign_id'),
  run: JsonPath.numberAt('$.run'),
  step: JsonPath.stringAt('$.step'),
  scope: JsonPath.stringAt('$.scope'),
  scheduled_at: JsonPath.stringAt('$.scheduled_at'),
};

export interface CampaignRunTasks {
  /** → `{proceed: 'lanes' | 'wait' | 'stop', lanes, wait_seconds}` */
  readonly open: IFunction;
  /** takes `lane`, 0 to 15, as well → `{next: 'wait' | 'done', wait_seconds}` */
  readonly advance: IFunction;
  readonly close: IFunction;
}

export function campaignRunDefinition(scope: Construct, tasks: CampaignRunTasks): IChainable {
  const open = task(scope, 'Open', tasks.open, { ...RUN, updated_at: JsonPath.stringAt('$.updated_at') }, '$.opened');
  const close = task(scope, 'Close', tasks.close, RUN, JsonPath.DISCARD);
  const advance = task(scope, 'Advance', tasks.advance, { ...RUN, lane: JsonPath.numberAt('$.lane') }, '$.advanced');

  const oneLane = advance.next(
    new Choice(scope, 'Lane done?')
      .when(Condition.stringEquals('$.advanced.next', 'done'), new Succeed(scope, 'Lane done'))
      .otherwise(wait(scope, 'Wait in lane', '$.advanced.wait_seconds').next(advance)),
  );
  // Each lane is an execution of its own: 16 lanes in one execution would use up its 25,000 events in about 14 hours.
  const lanes = new DistributedMap(scope, 'Lanes', {
    itemsPath: '$.opened.lanes',
    itemSelector: { ...RUN, lane: JsonPath.numberAt('$$.Map.Item.Value') },
    maxConcurrency: LANES,
    mapExecutionType: StateMachineType.STANDARD,
    resultPath: JsonPath.DISCARD,
  }).itemProcessor(oneLane);

  return open.next(
    new Choice(scope, 'Proceed?')
      .when(Condition.stringEquals('$.opened.proceed', 'lanes'), lanes.next(close))
      .when(
        Condition.stringEquals('$.opened.proceed', 'wait'),
        wait(scope, 'Wait to open', '$.opened.wait_seconds').next(open),
      )
      .otherwise(new Succeed(scope, 'Stopped')),
  );
}

/** A task that survives more than an hour of failures: full jitter waits half of each delay on average. */
function task(
  scope: Construct,
  id: string,
  handler: IFunction,
  payload: Record<string, unknown>,
  resultPath: string,
): LambdaInvoke {
  const invoke = new LambdaInvoke(scope, id, {
    lambdaFunction: handler,
    payload: TaskInput.fromObject(payload),
    payloadResponseOnly: true,
    resultPath,
    retryOnServiceExceptions: false,
  });
  invoke.addRetry({
    errors: ['States.ALL'],
    interval: Duration.seconds(1),
    backoffRate: 2,
    maxDelay: Duration.seconds(60),
    maxAttempts: 150,
    jitterStrategy: JitterType.FULL,
  });
  return invoke;
}

function wait(scope: Construct, id: string, secondsPath: string): Wait {
  return new Wait(scope, id, { time: WaitTime.secondsPath(secondsPath) });
}
