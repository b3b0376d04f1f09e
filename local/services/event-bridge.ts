import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ACCOUNT, arn, REGION, ServiceError } from './service.ts';
import type { AwsService } from './service.ts';
import type { SqsService } from './sqs.ts';

/** An event as rules see it. */
export type BusEvent = Readonly<Record<string, unknown>>;

export interface EventTarget {
  /** Names of queues. */
  readonly queue: string;
  readonly deadLetters: string | undefined;
  /** What of the event is sent; undefined cannot be. */
  readonly input: (event: BusEvent) => unknown;
}

export interface EventRule {
  readonly arn: string;
  readonly bus: string;
  readonly matches: (event: BusEvent) => boolean;
  readonly targets: readonly EventTarget[];
}

export interface EventBridge extends AwsService {
  createBus(name: string): void;
  /** @throws Error when there is no such bus */
  addRule(rule: EventRule): void;
}

const BATCH = 10;
const BATCH_BYTES = 262_144;

const entry = z.strictObject({
  EventBusName: z.string().default('default'),
  Source: z.string().default(''),
  DetailType: z.string().default(''),
  Detail: z.string().default(''),
  /** seconds */
  Time: z.number().optional(),
  Resources: z.array(z.string()).default([]),
});
type Entry = z.infer<typeof entry>;
const putEventsRequest = z.strictObject({ Entries: z.array(entry).min(1).max(BATCH) });

const busName = (nameOrArn: unknown) => String(nameOrArn ?? 'default').replace(/^.*event-bus\//, '');

/** EventBridge: PutEvents, and rules that lead to queues. */
export function eventBridge({ sqs, now = Date.now }: { sqs: SqsService; now?: () => number }): EventBridge {
  const buses = new Map<string, EventRule[]>([['default', []]]);

  async function route(event: BusEvent, rules: readonly EventRule[]): Promise<void> {
    for (const rule of rules) {
      if (!rule.matches(event)) continue;
      for (const target of rule.targets) await deliver(event, rule, target);
    }
  }

  /** What its queue refuses, a target's dead-letter queue gets whole; without one it is lost, as in AWS. */
  async function deliver(event: BusEvent, rule: EventRule, target: EventTarget): Promise<void> {
    try {
      await send(target.queue, target.input(event));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      console.error(`${rule.arn}: ${target.queue} refused an event`, error);
      const told = { RULE_ARN: rule.arn, TARGET_ARN: arn('sqs', target.queue), ERROR_CODE: error.code };
      if (target.deadLetters) await send(target.deadLetters, event, told);
    }
  }

  function send(queue: string, body: unknown, attributes: Readonly<Record<string, string>> = {}): Promise<object> {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    );
    return sqs.handle('SendMessage', { QueueUrl: queue, MessageBody: JSON.stringify(body), MessageAttributes });
  }

  async function put(given: Entry): Promise<object> {
    const refusal = refuse(given);
    if (refusal) return refusal;
    const id = randomUUID();
    const event = {
      version: '0',
      id,
      'detail-type': given.DetailType,
      source: given.Source,
      account: ACCOUNT,
      time: new Date(given.Time === undefined ? now() : given.Time * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: REGION,
      resources: given.Resources,
      detail: parseDetail(given.Detail),
    };
    await route(event, buses.get(busName(given.EventBusName)) ?? []);
    return { EventId: id };
  }

  return {
    name: 'events',
    permissions(operation, input) {
      const entries = Array.isArray(input['Entries']) ? (input['Entries'] as { EventBusName?: unknown }[]) : [];
      const named = new Set(entries.map(({ EventBusName }) => busName(EventBusName)));
      return [...named].map((bus) => ({ action: `events:${operation}`, resource: arn('events', `event-bus/${bus}`) }));
    },
    async handle(operation, input) {
      if (operation !== 'PutEvents') {
        throw new ServiceError('UnknownOperationException', `EventBridge has no operation ${operation} here.`);
      }
      const { data, error } = putEventsRequest.safeParse(input);
      if (error) throw new ServiceError('ValidationException', z.prettifyError(error));
      if (data.Entries.reduce((sum, one) => sum + entryBytes(one), 0) > BATCH_BYTES) {
        throw new ServiceError('ValidationException', 'Total size of the entries in the request is over the limit.');
      }
      const unknown = data.Entries.find(({ EventBusName }) => !buses.has(busName(EventBusName)));
      if (unknown) {
        throw new ServiceError('ResourceNotFoundException', `Event bus ${unknown.EventBusName} does not exist.`);
      }
      const Entries: object[] = [];
      for (const one of data.Entries) Entries.push(await put(one));
      return { Entries, FailedEntryCount: Entries.filter((outcome) => 'ErrorCode' in outcome).length };
    },
    createBus: (name) => void buses.set(name, []),
    addRule(rule) {
      const rules = buses.get(rule.bus);
      if (!rules) throw new Error(`${rule.arn} listens to a bus that does not exist: ${rule.bus}`);
      rules.push(rule);
    },
  };
}

/** Why one entry is not taken; those beside it are. */
function refuse(given: Entry): object | undefined {
  for (const field of ['Source', 'DetailType', 'Detail'] as const) {
    if (given[field] !== '') continue;
    const ErrorMessage = `Parameter ${field} is not valid. Reason: ${field} is a required argument.`;
    return { ErrorCode: 'InvalidArgument', ErrorMessage };
  }
  if (given.Source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSource', ErrorMessage: `Not authorized for the source ${given.Source}.` };
  }
  return parseDetail(given.Detail) ? undefined : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

/** An object; undefined for any other text. */
function parseDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

/** As the user guide counts, "Calculating PutEvents event entry size". */
function entryBytes({ Source, DetailType, Detail, Time, Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}
