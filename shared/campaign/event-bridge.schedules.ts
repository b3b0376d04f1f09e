import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
  type CreateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';

import { scheduleName, type ScheduledStart, type Schedules } from './schedule.ts';

/** The group of the schedules, the function they start and the role they use. All but the group are ARNs. */
export interface ScheduleTarget {
  readonly group: string;
  readonly functionArn: string;
  readonly roleArn: string;
  readonly deadLettersArn: string;
}

/** One-time schedules, named after their campaigns, which delete themselves after they have fired. */
export function eventBridgeSchedules({ group, functionArn, roleArn, deadLettersArn }: ScheduleTarget): Schedules {
  const client = new SchedulerClient();
  return {
    async set(campaign) {
      const { tenant_id, id, scheduled_at } = campaign;
      const start: ScheduledStart = { tenant_id, campaign_id: id, scheduled_at };
      const schedule: CreateScheduleCommandInput = {
        Name: scheduleName(campaign),
        GroupName: group,
        ScheduleExpression: at(scheduled_at),
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: functionArn,
          RoleArn: roleArn,
          Input: JSON.stringify(start),
          DeadLetterConfig: { Arn: deadLettersArn },
        },
      };
      try {
        await client.send(new CreateScheduleCommand(schedule));
      } catch (error) {
        if (!(error instanceof ConflictException)) throw error;
        await client.send(new UpdateScheduleCommand(schedule));
      }
    },

    async clear(campaign) {
      try {
        await client.send(new DeleteScheduleCommand({ Name: scheduleName(campaign), GroupName: group }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
}

/** EventBridge schedules whole seconds, in UTC: rounds up, so that nothing starts early. */
function at(time: string): string {
  const seconds = Math.ceil(Date.parse(time) / 1000);
  return `at(${new Date(seconds * 1000).toISOString().slice(0, 19)})`;
}
