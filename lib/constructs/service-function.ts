import { join } from 'node:path';

import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

import { functionFolder, type FunctionDeclaration } from '../function-declaration.ts';
import { permissions, type Targets } from './grants.ts';

/** What the functions of a stack share. */
export interface FunctionContext {
  /** Has a folder for each function, with its bundle. */
  readonly functionsDirectory: string;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly targets: Targets;
  /** Environment variables of every function. */
  readonly stageEnvironment?: Readonly<Record<string, string>>;
  /** How many executions the account may run at a time, where that is fewer than the stage's functions together would. */
  readonly accountConcurrency?: number | undefined;
}

export interface ServiceFunctionProps extends FunctionContext {
  readonly declaration: FunctionDeclaration;
  readonly environment?: Readonly<Record<string, string>>;
  /** What the function's event source needs besides the declared grants. */
  readonly eventSource?: readonly PolicyStatement[];
}

/** A Lambda function with its own log group, and a role that allows its grants, its log and its traces, and nothing else. */
export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { declaration } = props;
    const { grants, timeout = 10, memory = 512 } = declaration;
    const granted = permissions(grants, props.targets);
    const logGroup = new LogGroup(this, 'Log', { retention: props.logRetention, removalPolicy: props.removalPolicy });

    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        exact: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [logGroup.logGroupArn],
            }),
            // X-Ray has no resources to restrict these to.
            new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }),
            ...granted.statements,
            ...(props.eventSource ?? []),
          ],
        }),
      },
    });

    this.lambda = new LambdaFunction(this, 'Function', {
      description: declaration.id,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.functionsDirectory, functionFolder(declaration))),
      handler: 'index.handler',
      timeout: Duration.seconds(timeout),
      memorySize: memory,
      tracing: Tracing.ACTIVE,
      logGroup,
      // The library adds no permission on its own.
      role: role.withoutPolicyUpdates(),
      environment: { ...props.stageEnvironment, ...granted.environment, ...props.environment },
    });
  }
}
