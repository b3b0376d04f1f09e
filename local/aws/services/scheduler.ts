import type { DatabaseSync } from 'node:sqlite';

import { unwatched, type Authorize } from '../iam/authorizer.ts';
import type { Statement } from '../iam/statement.ts';
import { scheduleDelivery } from './scheduler/delivery.ts';
import { scheduleOperations, scheduleRequest } from './scheduler/operations.ts';
import { scheduleArn, type Schedule } from './scheduler/schedule.ts';
import { scheduleStore } from './scheduler/schedule-store.ts';
import { scheduleTimer } from './scheduler/schedule-timer.ts';
import type { AwsService } from './service.ts';
import type { SqsService } from './sqs.ts';

export interface SchedulerOptions {
  readonly db: DatabaseSync;
  readonly sqs: SqsService;
  readonly authorize?: Authorize;
  /** Asynchronous invocation, with Lambda's own retries. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<void>;
  readonly now?: () => number;
}

export interface Scheduler extends AwsService {
  createGroup(name: string): void;
  /** Adds a role that the scheduler may assume. */
  addRole(roleArn: string, statements: readonly Statement[]): void;
  /** Creates or updates a template's schedule. One that has not changed keeps the time at which it fires next. */
  deploy(schedule: Schedule): void;
  /** Begins to fire schedules, those overdue at once. */
  start(): void;
  close(): void;
}

const PASSED_TO_SCHEDULER = { 'iam:PassedToService': 'scheduler.amazonaws.com' };

/** EventBridge Scheduler: at() and rate() schedules that call functions. */
export function scheduler(options: SchedulerOptions): Scheduler {
  const { db, sqs, authorize = unwatched, invoke, now = Date.now } = options;
  const groups = new Set(['default']);
  const roles = new Map<string, readonly Statement[]>();
  const store = scheduleStore(db);
  const timer = scheduleTimer({ store, deliver: scheduleDelivery({ sqs, authorize, invoke, roles }), now });
  const operations = scheduleOperations({ store, groups, roles, now, onChange: timer.arm });

  return {
    name: 'scheduler',
    rest: scheduleRequest,
    permissions(operation, { GroupName = 'default', Name, Target }) {
      const passed = (Target as { RoleArn?: string } | undefined)?.RoleArn;
      return [
        { action: `scheduler:${operation}`, resource: scheduleArn({ GroupName, Name }) },
        ...(passed ? [{ action: 'iam:PassRole', resource: passed, context: PASSED_TO_SCHEDULER }] : []),
      ];
    },
    async handle(operation, input) {
      return operations[operation as keyof typeof operations](input);
    },
    createGroup: (name) => void groups.add(name),
    addRole: (roleArn, statements) => void roles.set(roleArn, statements),
    deploy(schedule) {
      const known = store.find(schedule.GroupName, schedule.Name);
      if (!known) operations.CreateSchedule({ ...schedule });
      else if (known.schedule !== JSON.stringify(schedule)) operations.UpdateSchedule({ ...schedule });
    },
    start: timer.start,
    close: timer.stop,
  };
}
