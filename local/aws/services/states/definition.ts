import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';

/** Node's longest timer, 24.8 days: a longer one would fire at once. */
const MAX_TIMER_SECONDS = 2_147_483;

type Json = Record<string, unknown>;

export interface Definition {
  readonly machine: StateMachine;
  /** The resource of each Task state, nested ones included: names are unique in a state machine. */
  readonly tasks: ReadonlyMap<string, string>;
  /** Whether a Map of it has executions of its own. */
  readonly isDistributed: boolean;
}

/**
 * Reads a definition in the Amazon States Language and rewrites what aws-local-stepfunctions 3.0 gets wrong.
 * @throws Error for what is invalid in the language, and for what would not run as in AWS
 */
export function readDefinition(text: string): Definition {
  const tasks = new Map<string, string>();
  let isDistributed = false;
  const asl = JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'string') return supportedText(value);
    if (!isObject(value)) return value;
    if (isObject(value['States'])) collectTasks(value['States'], tasks);
    if (value['Mode'] === 'DISTRIBUTED') isDistributed = true;
    return supportedObject(value);
  }) as StateMachineDefinition;
  if (asl.TimeoutSeconds) asl.TimeoutSeconds = Math.min(asl.TimeoutSeconds, MAX_TIMER_SECONDS);
  return { machine: new StateMachine(asl), tasks, isDistributed };
}

function collectTasks(states: Json, tasks: Map<string, string>): void {
  for (const [name, state] of Object.entries(states as Record<string, Json>)) {
    if (state['Type'] === 'Task') tasks.set(name, String(state['Resource']));
  }
}

function supportedText(text: string): string {
  // The library strips every backslash from its result, those of escaped quotes included.
  if (text.startsWith('States.') && text.includes('States.JsonToString(')) throw unsupported('States.JsonToString');
  return text;
}

function supportedObject(value: Json): Json {
  if (value['QueryLanguage'] === 'JSONata') throw unsupported('JSONata');
  // A distributed Map over an array differs from an inline one in its quotas alone; these parts differ in more.
  for (const part of ['ItemReader', 'ItemBatcher', 'ResultWriter']) {
    if (value[part] !== undefined) throw unsupported(`a Map's ${part}`);
  }
  // '$' means "the result replaces the input", which is the default; the library would add a key '$'.
  if (value['ResultPath'] === '$') delete value['ResultPath'];
  if (value['Type'] === 'Task') return supportedTask(value);
  return typeof value['Variable'] === 'string' ? supportedTest(value) : value;
}

function supportedTask(state: Json): Json {
  const resource = String(state['Resource']);
  const isFunction = resource.startsWith('arn:aws:lambda:') || resource === 'arn:aws:states:::lambda:invoke';
  if (!isFunction) throw unsupported(`the task resource ${resource}`);
  // Without a timeout a task may take any time; the library would stop it after a minute.
  return 'TimeoutSecondsPath' in state ? state : { TimeoutSeconds: MAX_TIMER_SECONDS, ...state };
}

/** Tests such as `IsPresent: false` never match in the library: they are rewritten as the negation of `true`. */
function supportedTest(rule: Json): Json {
  const { Variable, Next, Comment: _, ...test } = rule;
  const [operator, operand] = Object.entries(test)[0] ?? [];
  if (!operator?.startsWith('Is') || operand !== false) return rule;
  return { Not: { Variable, [operator]: true }, ...(Next !== undefined && { Next }) };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unsupported(what: string): Error {
  return new Error(`State machines do not support ${what}`);
}
