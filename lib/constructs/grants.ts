import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

import type { Grant } from '../../shared/contract/grants.ts';
import type { TableAddress } from './table-address.ts';

type ResourceOf<Given> = Given extends `${infer Resource}:${string}` ? Resource : never;

/** A resource that grants can name, and the environment variables by which a function finds it. */
export interface Target {
  readonly service: 'dynamodb' | 's3' | 'sqs' | 'events' | 'scheduler' | 'iam' | 'states' | 'secretsmanager' | 'ses';
  /** The ARN that IAM checks the action against. */
  readonly arn: (action: string) => string | readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** When the action is allowed; always, unless given. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export type Targets = Readonly<Partial<Record<ResourceOf<Grant>, Target>>>;

export function tableTargets(table: TableAddress): Targets {
  const environment = { TABLE_NAME: table.tableName };
  return {
    table: { service: 'dynamodb', arn: () => table.tableArn, environment },
    index: { service: 'dynamodb', arn: () => `${table.tableArn}/index/*`, environment },
  };
}

export function queueTarget(queue: IQueue, variable: string): Target {
  return { service: 'sqs', arn: () => queue.queueArn, environment: { [variable]: queue.queueUrl } };
}

export function busTarget(bus: IEventBus): Target {
  return { service: 'events', arn: () => bus.eventBusArn, environment: { EVENT_BUS_NAME: bus.eventBusName } };
}

/**
 * Mail from one address, in the name of whichever identity SES has verified for it: the address or its domain. Without an
 * address the condition fits none.
 */
export function mailTarget(scope: Construct, from: string | undefined): Target {
  const arn = Stack.of(scope).formatArn({ service: 'ses', resource: 'identity', resourceName: '*' });
  return {
    service: 'ses',
    arn: () => arn,
    environment: from === undefined ? {} : { ALERT_SENDER: from },
    conditions: { StringEquals: { 'ses:FromAddress': from ?? 'nobody' } },
  };
}

/** The schedules of a group, and the role with which they call their function. */
export function schedulesTargets(options: {
  readonly groupName: string;
  readonly fire: IFunction;
  readonly role: IRole;
  readonly deadLetters: IQueue;
}): Targets {
  const { groupName, fire, role, deadLetters } = options;
  const arn = Stack.of(fire).formatArn({
    service: 'scheduler',
    resource: 'schedule',
    resourceName: `${groupName}/*`,
  });
  return {
    schedules: {
      service: 'scheduler',
      arn: () => arn,
      environment: {
        SCHEDULE_GROUP: groupName,
        SCHEDULE_FUNCTION_ARN: fire.functionArn,
        SCHEDULE_ROLE_ARN: role.roleArn,
        SCHEDULE_DEAD_LETTERS_ARN: deadLetters.queueArn,
      },
    },
    schedule_role: {
      service: 'iam',
      arn: () => role.roleArn,
      environment: {},
      conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    },
  };
}

/**
 * By name, not by reference: the machine calls functions, and functions start the machine.
 * @param environment what else whoever starts a run needs to know
 */
export function runsTarget(
  scope: Construct,
  machineName: string,
  environment: Readonly<Record<string, string>>,
): Target {
  const arn = (resource: string, name: string) =>
    Stack.of(scope).formatArn({
      service: 'states',
      resource,
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  const machine = arn('stateMachine', machineName);
  const executions = arn('execution', `${machineName}:*`);
  return {
    service: 'states',
    arn: (action) => (action === 'StartExecution' ? machine : executions),
    environment: { RUN_STATE_MACHINE_ARN: machine, ...environment },
  };
}

/**
 * The secrets of all tenants: each is created when a tenant stores its credentials, and every function serves every tenant. No
 * more of a name than `ten_` is known, and AWS adds six characters to an ARN, but not to that of a secret that does not exist.
 */
export function credentialsTarget(
  scope: Construct,
  prefix: string,
  environment: Readonly<Record<string, string>>,
): Target {
  const arn = Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${prefix}ten_*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return { service: 'secretsmanager', arn: () => arn, environment: { CREDENTIALS_PREFIX: prefix, ...environment } };
}

/**
 * The policy statements of these grants, one per resource, and the environment variables that go with them.
 * @throws Error when a grant names something that is not among the targets
 */
export function permissions(grants: readonly Grant[], targets: Targets) {
  const allowed = new Map<string, { arns: string[]; actions: Set<string>; conditions: Target['conditions'] }>();
  const environment: Record<string, string> = {};

  for (const grant of grants) {
    const [resource, action] = grant.split(':') as [ResourceOf<Grant>, string];
    const target = targets[resource];
    if (!target)
      throw new Error(`No such target in this stack: ${grant}. There are ${Object.keys(targets).join(', ')}.`);
    const arns = [target.arn(action)].flat();
    const key = arns.join();
    const statement = allowed.get(key) ?? { arns, actions: new Set(), conditions: target.conditions };
    statement.actions.add(`${target.service}:${action}`);
    allowed.set(key, statement);
    Object.assign(environment, target.environment);
  }

  const statements = [...allowed.values()].map(
    ({ arns, actions, conditions }) =>
      new PolicyStatement({ actions: [...actions], resources: arns, ...(conditions && { conditions }) }),
  );
  return { statements, environment };
}

/** Whatever a function may be told about a target: the ARN in its policy and its environment variables. */
export function addressesOf({ arn, environment }: Target): readonly string[] {
  return [...[arn('*')].flat(), ...Object.values(environment)];
}
