import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpStage,
  LogGroupLogDestination,
  type CfnStage,
  type IHttpRoute,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration, Stack, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import { FailureAlarm } from './failure-alarm.ts';

/** No path, address or user agent: paths contain customer ids and signed tokens. */
const ACCESS_LOG = {
  request_id: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  integration_error: '$context.integrationErrorMessage',
};

export interface PublicApiProps {
  readonly requestsPerSecond: number;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly alarms: ITopic;
}

/** The HTTP API without its routes: functions need its endpoint, and routes need functions. */
export class PublicApi extends HttpApi {
  private readonly liveStage: HttpStage;

  constructor(
    scope: Construct,
    id: string,
    { requestsPerSecond, logRetention, removalPolicy, alarms }: PublicApiProps,
  ) {
    super(scope, id, { apiName: Stack.of(scope).stackName, createDefaultStage: false });

    this.liveStage = new HttpStage(this, 'Stage', {
      httpApi: this,
      autoDeploy: true,
      throttle: { rateLimit: requestsPerSecond, burstLimit: 2 * requestsPerSecond },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new LogGroup(this, 'Log', { retention: logRetention, removalPolicy })),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    new FailureAlarm(this, 'Errors', {
      metric: this.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
      alarms,
      failureImpact: 'Callers get server errors, and what Twilio reports about messages and replies is lost.',
    });
  }

  /** Gives a route a throttle of its own. The stage names the route, so both must be in the same stack. */
  throttleRoute(routeKey: string, route: IHttpRoute, requestsPerSecond: number): void {
    const stage = this.liveStage.node.defaultChild as CfnStage;
    stage.addPropertyOverride(`RouteSettings.${routeKey.replaceAll('.', '\\.')}`, {
      ThrottlingRateLimit: requestsPerSecond,
      ThrottlingBurstLimit: 2 * requestsPerSecond,
    });
    this.liveStage.node.addDependency(route);
  }
}
