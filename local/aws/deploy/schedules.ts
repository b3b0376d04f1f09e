import * as z from 'zod';

import { grantList, type Grants } from '../iam/grants.ts';
import { rolePolicies } from '../iam/role-policies.ts';
import { scheduleSchema } from '../services/scheduler/schedule.ts';
import type { Scheduler } from '../services/scheduler.ts';
import type { Resource } from '../template/resource.ts';
import { readProperties } from './properties.ts';

const groupProperties = z.strictObject({ Name: z.string() });

interface Trust {
  readonly AssumeRolePolicyDocument: {
    readonly Statement: readonly { readonly Principal?: { readonly Service?: string | readonly string[] } }[];
  };
}

/**
 * Creates schedule groups and schedules, and registers the roles that the scheduler may assume.
 * @throws Error for an unknown property, a group that does not exist, or a role that the scheduler may not assume
 */
export function deploySchedules(
  resources: readonly Resource[],
  scheduler: Scheduler,
  grants: Grants = grantList(),
): void {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const policies = rolePolicies(resources);
  for (const role of ofType('AWS::IAM::Role')) {
    const roleArn = role.attribute('Arn');
    if (trustsScheduler(role)) scheduler.addRole(roleArn, grants.add(roleArn, policies.get(roleArn) ?? []));
  }
  for (const group of ofType('AWS::Scheduler::ScheduleGroup'))
    scheduler.createGroup(readProperties(groupProperties, group).Name);
  for (const schedule of ofType('AWS::Scheduler::Schedule'))
    scheduler.deploy(readProperties(scheduleSchema, schedule, { Name: schedule.name, ...schedule.properties }));
}

function trustsScheduler(role: Resource): boolean {
  const { AssumeRolePolicyDocument } = role.properties as unknown as Trust;
  return AssumeRolePolicyDocument.Statement.some(({ Principal }) =>
    [Principal?.Service].flat().includes('scheduler.amazonaws.com'),
  );
}
