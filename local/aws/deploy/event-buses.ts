import * as z from 'zod';

import { allows } from '../iam/statement.ts';
import { filterPattern } from '../pollers/filter-pattern.ts';
import type { BusEvent, EventBridge, EventTarget } from '../services/event-bridge.ts';
import type { SqsService } from '../services/sqs.ts';
import type { Resource } from '../template/resource.ts';
import { readProperties } from './properties.ts';

const busProperties = z.strictObject({ Name: z.string() });

const eventPath = z.string().regex(/^\$(\.[\w-]+)*$/);
/** `<name>` in a template. */
const VARIABLE = /<([\w-]+)>/g;
const inputTransformer = z
  .strictObject({ InputPathsMap: z.record(z.string(), eventPath), InputTemplate: z.string() })
  // With quotes in place of a variable, one inside a string is no JSON.
  .refine(({ InputTemplate }) => isJson(InputTemplate.replaceAll(VARIABLE, '""')), 'not JSON with variables as values')
  .refine(
    ({ InputPathsMap, InputTemplate }) =>
      [...InputTemplate.matchAll(VARIABLE)].every(([, name]) => InputPathsMap[name!] !== undefined),
    'a variable without a path',
  );
const target = z.strictObject({
  Id: z.string(),
  Arn: z.string().startsWith('arn:aws:sqs:'),
  InputPath: eventPath.default('$'),
  InputTransformer: inputTransformer.optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  /** A path into the event, or the group itself. */
  SqsParameters: z.strictObject({ MessageGroupId: z.string().max(100) }).optional(),
});
const ruleProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string().default('default'),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(target).min(1),
});

const oneOrMore = z.union([z.string(), z.array(z.string())]);
const everyone = z.literal('*');
const condition = z.strictObject({
  ArnEquals: z.strictObject({ 'aws:SourceArn': oneOrMore }).optional(),
  Bool: z.strictObject({ 'aws:SecureTransport': z.stringbool({ truthy: ['true'], falsy: ['false'] }) }).optional(),
});
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([everyone, z.strictObject({ AWS: everyone }), z.strictObject({ Service: oneOrMore })]),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: condition.optional(),
});
type QueuePolicyStatement = z.infer<typeof statement>;
const policyProperties = z.strictObject({
  Queues: z.array(z.string()),
  PolicyDocument: z.strictObject({ Version: z.string(), Statement: z.array(statement) }),
});
type QueuePolicy = z.infer<typeof policyProperties>;

const queueName = (arnOrUrl: string) => arnOrUrl.split(/[:/]/).at(-1) as string;

/**
 * Creates the event buses, and the rules that deliver to queues.
 * @throws Error for an unknown property, a queue that does not exist, or one whose policy does not let its rule send
 */
export function deployEventBuses(resources: readonly Resource[], events: EventBridge, sqs: SqsService): void {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const policies = ofType('AWS::SQS::QueuePolicy').map((policy) => readProperties(policyProperties, policy));

  for (const bus of ofType('AWS::Events::EventBus')) events.createBus(readProperties(busProperties, bus).Name);
  for (const rule of ofType('AWS::Events::Rule')) {
    const { EventBusName, EventPattern, State, Targets } = readProperties(ruleProperties, rule);
    const ruleArn = rule.attribute('Arn');
    const deliverable = (queueArn: string): string => {
      sqs.depth(queueName(queueArn));
      if (!mayDeliver(policies, ruleArn, queueArn))
        throw new Error(`No policy of ${queueArn} lets ${ruleArn} send to it`);
      return queueName(queueArn);
    };
    const targets = Targets.map(
      ({ Arn, InputPath, InputTransformer, DeadLetterConfig, SqsParameters }): EventTarget => ({
        queue: deliverable(Arn),
        deadLetters: DeadLetterConfig && deliverable(DeadLetterConfig.Arn),
        input: InputTransformer ? transformed(InputTransformer) : valueAt(InputPath),
        ...(SqsParameters && { group: groupOf(SqsParameters.MessageGroupId) }),
      }),
    );
    const matches = filterPattern(JSON.stringify(EventPattern));
    const bus = EventBusName.split('/').at(-1) as string;
    if (State === 'ENABLED') events.addRule({ arn: ruleArn, bus, matches, targets });
  }
}

function mayDeliver(policies: readonly QueuePolicy[], ruleArn: string, queueArn: string): boolean {
  const applicable = policies
    .filter(({ Queues }) => Queues.some((url) => queueName(url) === queueName(queueArn)))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter((statement) => appliesTo(statement, ruleArn))
    .map(({ Effect, Action, Resource }) => ({ Effect, Action, Resource }));
  return allows(applicable, 'sqs:SendMessage', queueArn);
}

/** Whether the statement is about what a rule delivers; AWS delivers over TLS. */
function appliesTo({ Principal, Condition }: QueuePolicyStatement, ruleArn: string): boolean {
  const { ArnEquals, Bool } = Condition ?? {};
  return (
    (typeof Principal === 'string' ||
      'AWS' in Principal ||
      [Principal.Service].flat().includes('events.amazonaws.com')) &&
    (!ArnEquals || [ArnEquals['aws:SourceArn']].flat().includes(ruleArn)) &&
    Bool?.['aws:SecureTransport'] !== false
  );
}

/** Reads what an event holds at a path like `$.detail`. */
function valueAt(path: string): (event: BusEvent) => unknown {
  const names = path.split('.').slice(1);
  return (event) =>
    names.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], event);
}

/** A template with what an event holds in place of its variables. AWS, too, puts the JSON of a value there. */
function transformed({ InputPathsMap, InputTemplate }: z.infer<typeof inputTransformer>): (event: BusEvent) => unknown {
  return (event) => {
    const json = (name: string) => JSON.stringify(valueAt(InputPathsMap[name]!)(event) ?? null);
    return JSON.parse(InputTemplate.replaceAll(VARIABLE, (_, name: string) => json(name)));
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function groupOf(given: string): (event: BusEvent) => unknown {
  return given.startsWith('$.') ? valueAt(given) : () => given;
}
