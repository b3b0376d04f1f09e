import * as z from 'zod';

import { ServiceError, type RestCall } from '../service.ts';
import { scheduleArn, scheduleSchema, type Schedule } from './schedule.ts';
import type { ScheduleRow, ScheduleStore } from './schedule-store.ts';

type Input = Record<string, unknown>;

interface Dependencies {
  readonly store: ScheduleStore;
  readonly groups: ReadonlySet<string>;
  readonly roles: ReadonlyMap<string, unknown>;
  readonly now: () => number;
  readonly onChange: () => void;
}

const identity = z.strictObject({
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

/** The operation of a request like `PUT /schedules/<name>`. */
export function scheduleRequest(method: string, { pathname, searchParams }: URL): RestCall | undefined {
  const [, Name] = /^\/schedules\/([^/]+)$/.exec(pathname) ?? [];
  const operation = OPERATIONS[method];
  if (!Name || !operation) return undefined;
  const query = { GroupName: searchParams.get('groupName'), ClientToken: searchParams.get('clientToken') };
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null);
  return { operation, input: { Name: decodeURIComponent(Name), ...Object.fromEntries(given) } };
}

export function scheduleOperations({ store, groups, roles, now, onChange }: Dependencies) {
  function find(input: Input): ScheduleRow {
    const { GroupName, Name } = parse(identity, input);
    const row = store.find(GroupName, Name);
    if (row) return row;
    throw new ServiceError('ResourceNotFoundException', `Schedule ${Name} does not exist.`, 404);
  }

  function put(input: Input): object {
    const schedule = parse(scheduleSchema, input);
    if (!groups.has(schedule.GroupName))
      throw new ServiceError('ResourceNotFoundException', `Schedule group ${schedule.GroupName} does not exist.`, 404);
    if (!roles.has(schedule.Target.RoleArn))
      throw invalid('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
    store.put(schedule, now());
    onChange();
    return { ScheduleArn: scheduleArn(schedule) };
  }

  return {
    CreateSchedule(input: Input): object {
      const { GroupName = 'default', Name } = input;
      if (store.find(String(GroupName), String(Name)))
        throw new ServiceError('ConflictException', `Schedule ${String(Name)} already exists.`, 409);
      return put(input);
    },
    UpdateSchedule(input: Input): object {
      const { GroupName, Name } = input;
      find({ GroupName, Name });
      return put(input);
    },
    GetSchedule(input: Input): object {
      const row = find(input);
      const { ClientToken: _, ...schedule } = JSON.parse(row.schedule) as Schedule;
      return {
        ...schedule,
        Arn: scheduleArn(schedule),
        CreationDate: row.created_at / 1000,
        LastModificationDate: row.changed_at / 1000,
      };
    },
    DeleteSchedule(input: Input): object {
      const { group_name, name } = find(input);
      store.remove(group_name, name);
      return {};
    },
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, input: Input): z.output<Schema> {
  const { data, error } = schema.safeParse(input);
  if (error) throw invalid(z.prettifyError(error));
  return data;
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
