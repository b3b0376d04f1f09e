import * as z from 'zod';

import { rolePolicies } from './role-policies.ts';
import { schedule } from './services/scheduler/schedule.ts';
import type { Scheduler } from './services/scheduler.ts';
import type { Resource } from './template/resource.ts';

const groupProperties = z.strictObject({ Name: z.string() });

interface Trust {
  readonly AssumeRolePolicyDocument: {
    readonly Statement: readonly { readonly Principal?: { readonly Service?: string | readonly string[] } }[];
  };
}

/**
 * Makes the groups of schedules, and the schedules themselves; roles that trust the scheduler become known to it.
 * @throws Error for a property that is not known here, a group that does not exist, or a role that it may not assume
 */
export function deploySchedules(resources: readonly Resource[], scheduler: Scheduler): void {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const policies = rolePolicies(resources);
  for (const role of ofType('AWS::IAM::Role')) {
    const roleArn = role.attribute('Arn');
    if (trustsScheduler(role)) scheduler.addRole(roleArn, policies.get(roleArn) ?? []);
  }
  for (const group of ofType('AWS::Scheduler::ScheduleGroup'))
    scheduler.createGroup(parsed(groupProperties, group, group.properties).Name);
  for (const one of ofType('AWS::Scheduler::Schedule'))
    scheduler.deploy(parsed(schedule, one, { Name: one.name, ...one.properties }));
}

function trustsScheduler(role: Resource): boolean {
  const { AssumeRolePolicyDocument } = role.properties as unknown as Trust;
  return AssumeRolePolicyDocument.Statement.some(({ Principal }) =>
    [Principal?.Service].flat().includes('scheduler.amazonaws.com'),
  );
}

function parsed<Schema extends z.ZodType>(schema: Schema, resource: Resource, properties: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(properties);
  if (error) throw new Error(`${resource.type} ${resource.stack}.${resource.logicalId}: ${z.prettifyError(error)}`);
  return data;
}
