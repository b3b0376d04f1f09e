import * as z from 'zod';

import type { Statement } from '../iam/statement.ts';
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
 * @param statementsOf what a role allows
 * @throws Error for an unknown property, a group that does not exist, or a role that the scheduler may not assume
 */
export function deploySchedules(
  resources: readonly Resource[],
  scheduler: Scheduler,
  statementsOf: (roleArn: string) => readonly Statement[],
): void {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  for (const role of ofType('AWS::IAM::Role')) {
    const roleArn = role.attribute('Arn');
    if (trustsScheduler(role)) scheduler.addRole(roleArn, statementsOf(roleArn));
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
