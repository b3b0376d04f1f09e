import { ExecutionTimeoutError } from 'aws-local-stepfunctions';
import type { FunctionRuntime } from '../service.ts';
import type { Definition } from './definition.ts';
import type { Execution, Outcome } from './execution-store.ts';
import { taskHandler } from './tasks.ts';

export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly definition: Definition;
  /** Calls functions in the name of the machine's role. */
  readonly runtime: FunctionRuntime;
}

export interface Run {
  /** Never settles once the run was stopped. */
  readonly outcome: Promise<Outcome>;
  stop(): void;
}

/** Runs a state machine from its first state, in real time. @param onTransition called for every state entered and every retry */
export function run({ arn, name, definition, runtime }: Machine, execution: Execution, onTransition: () => void): Run {
  let stopped = false;
  const tasks = [...definition.tasks].map(([state, resource]) => {
    return [state, taskHandler(resource, runtime, () => stopped)] as const;
  });
  const { result, eventLogs, abort } = definition.machine.run(JSON.parse(execution.input), {
    overrides: { taskResourceLocalHandlers: Object.fromEntries(tasks) },
    context: { Execution: { Id: execution.arn, Name: execution.name }, StateMachine: { Id: arn, Name: name } },
  });
  void countTransitions(eventLogs, onTransition);

  return {
    outcome: new Promise((resolve) => {
      result.then(
        (output) => resolve({ status: 'SUCCEEDED', output: JSON.stringify(output) }),
        (error: Error) => stopped || resolve(failure(error)),
      );
    }),
    stop() {
      stopped = true;
      abort();
    },
  };
}

function failure(error: Error): Outcome {
  if (error instanceof ExecutionTimeoutError) return { status: 'TIMED_OUT', error: 'States.Timeout' };
  const { name, message } = error.cause as Error;
  return { status: 'FAILED', error: name, cause: message };
}

/** Reads every event, since the library keeps it until then. */
async function countTransitions(
  events: AsyncGenerator<{ readonly type: string }>,
  onTransition: () => void,
): Promise<void> {
  for await (const { type } of events) if (type === 'StateEntered' || type === 'StateRetried') onTransition();
}
