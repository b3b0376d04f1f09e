import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

import { allows, type Statement } from '../iam.ts';
import { clockwork } from './scheduler/clockwork.ts';
import { schedule as scheduleRequest, type Schedule } from './scheduler/schedule.ts';
import { scheduleStore, type ScheduleRow } from './scheduler/schedule-store.ts';
import { arn, ServiceError, type AwsService, type FunctionError } from './service.ts';
import type { SqsService } from './sqs.ts';

export interface SchedulerOptions {
  readonly db: DatabaseSync;
  readonly sqs: SqsService;
  /** As Lambda does it when asked to invoke without an answer: with retries of its own. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<void>;
  readonly now?: () => number;
}

export interface Scheduler extends AwsService {
  createGroup(name: string): void;
  /** A role that the scheduler may assume. */
  addRole(roleArn: string, statements: readonly Statement[]): void;
  /** Makes a template's schedule; one that is there already and says the same keeps its time. */
  deploy(one: Schedule): void;
  /** Begins to fire, what is overdue first. */
  start(): void;
  close(): void;
}

const named = z.strictObject({
  Name: z.string(),
  GroupName: z.string().default('default'),
  ClientToken: z.string().optional(),
});

const OPERATIONS: Readonly<Record<string, string>> = {
  POST: 'CreateSchedule',
  PUT: 'UpdateSchedule',
  DELETE: 'DeleteSchedule',
  GET: 'GetSchedule',
};

/** EventBridge Scheduler: at() and rate() schedules that call functions. */
export function scheduler({ db, sqs, invoke, now = Date.now }: SchedulerOptions): Scheduler {
  const groups = new Set(['default']);
  const roles = new Map<string, readonly Statement[]>();
  const store = scheduleStore(db);
  const clock = clockwork({ store, deliver, now });

  /** What cannot be called, the dead-letter queue gets; what a function fails at is its own, as in AWS. */
  async function deliver({ Target: { Arn, RoleArn, Input = '{}', DeadLetterConfig } }: Schedule): Promise<void> {
    const may = (action: string, resource: string) => allows(roles.get(RoleArn) ?? [], action, resource);
    try {
      if (!may('lambda:InvokeFunction', Arn)) throw new ServiceError('AccessDeniedException', `${RoleArn} may not`);
      await invoke(Arn, JSON.parse(Input));
    } catch (error) {
      const refused =
        error instanceof ServiceError || (error as FunctionError).errorType === 'Lambda.ResourceNotFoundException';
      console.error(`${Arn} was called by a schedule in vain`, error);
      if (!refused || !DeadLetterConfig || !may('sqs:SendMessage', DeadLetterConfig.Arn)) return;
      await sqs.handle('SendMessage', { QueueUrl: DeadLetterConfig.Arn.split(':').at(-1), MessageBody: Input });
    }
  }

  function find(input: Record<string, unknown>): ScheduleRow {
    const { GroupName, Name } = parse(named, input);
    const row = store.find(GroupName, Name);
    if (row) return row;
    throw new ServiceError('ResourceNotFoundException', `Schedule ${Name} does not exist.`, 404);
  }

  function put(input: Record<string, unknown>): object {
    const one = parse(scheduleRequest, input);
    if (!groups.has(one.GroupName))
      throw new ServiceError('ResourceNotFoundException', `Schedule group ${one.GroupName} does not exist.`, 404);
    if (!roles.has(one.Target.RoleArn))
      throw invalid('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
    store.put(one, now());
    clock.arm();
    return { ScheduleArn: scheduleArn(one) };
  }

  const operations: Record<string, (input: Record<string, unknown>) => object> = {
    CreateSchedule(input) {
      const { GroupName = 'default', Name } = input;
      if (store.find(String(GroupName), String(Name)))
        throw new ServiceError('ConflictException', `Schedule ${String(Name)} already exists.`, 409);
      return put(input);
    },
    UpdateSchedule(input) {
      const { GroupName, Name } = input;
      find({ GroupName, Name });
      return put(input);
    },
    GetSchedule(input) {
      const row = find(input);
      const one = JSON.parse(row.schedule) as Schedule;
      const { ClientToken: _, ...shown } = one;
      return {
        ...shown,
        Arn: scheduleArn(one),
        CreationDate: row.created_at / 1000,
        LastModificationDate: row.changed_at / 1000,
      };
    },
    DeleteSchedule(input) {
      const { group_name, name } = find(input);
      store.remove(group_name, name);
      return {};
    },
  };

  return {
    name: 'scheduler',
    rest(method, { pathname, searchParams }) {
      const [, Name] = /^\/schedules\/([^/]+)$/.exec(pathname) ?? [];
      const operation = OPERATIONS[method];
      if (!Name || !operation) return undefined;
      const query = { GroupName: searchParams.get('groupName'), ClientToken: searchParams.get('clientToken') };
      const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null);
      return { operation, input: { Name: decodeURIComponent(Name), ...Object.fromEntries(given) } };
    },
    permissions(operation, { GroupName = 'default', Name, Target }) {
      const passed = (Target as { RoleArn?: string } | undefined)?.RoleArn;
      return [
        { action: `scheduler:${operation}`, resource: scheduleArn({ GroupName, Name }) },
        ...(passed ? [{ action: 'iam:PassRole', resource: passed }] : []),
      ];
    },
    async handle(operation, input) {
      return operations[operation]!(input);
    },
    createGroup: (name) => void groups.add(name),
    addRole: (roleArn, statements) => void roles.set(roleArn, statements),
    deploy(one) {
      if (store.find(one.GroupName, one.Name)?.schedule !== JSON.stringify(one)) put({ ...one });
    },
    start: clock.start,
    close: clock.stop,
  };
}

function scheduleArn({ GroupName, Name }: { readonly GroupName: unknown; readonly Name: unknown }): string {
  return arn('scheduler', `schedule/${String(GroupName)}/${String(Name)}`);
}

function parse<Schema extends z.ZodType>(schema: Schema, input: Record<string, unknown>): z.output<Schema> {
  const { data, error } = schema.safeParse(input);
  if (error) throw invalid(z.prettifyError(error));
  return data;
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
