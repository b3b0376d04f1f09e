import type { DatabaseSync } from 'node:sqlite';
import { unwatched, type Authorize } from '../../iam/authorizer.ts';
import { allows, ALLOW_ALL, type Statement } from '../../iam/statement.ts';
import { FunctionError, ServiceError, type FunctionRuntime } from '../service.ts';
import { readDefinition } from './definition.ts';
import { executionStore, type Execution, type Outcome, type Page } from './execution-store.ts';
import { run, type Machine, type Run } from './run.ts';

export interface ExecutionsOptions {
  readonly database: DatabaseSync;
  readonly runtime: FunctionRuntime;
  readonly authorize?: Authorize;
  /** Takes one JSON line for each execution that ends without success. */
  readonly log?: (line: string) => void;
}

export interface StateMachineDescription {
  readonly arn: string;
  readonly definition: string;
  /** What its role allows; everything by default. */
  readonly role?: readonly Statement[];
}

export type Executions = ReturnType<typeof executions>;

/** State machines and their executions, which outlive the process in the database. */
export function executions(options: ExecutionsOptions) {
  const { database, runtime, authorize = unwatched, log = () => {} } = options;
  const machines = new Map<string, Machine>();
  const runs = new Map<string, Run>();
  const store = executionStore(database);
  let transitions = 0;

  function begin(machine: Machine, execution: Execution): void {
    const begun = run(machine, execution, () => (transitions += 1));
    runs.set(execution.arn, begun);
    void begun.outcome.then((outcome) => end(execution.arn, outcome));
  }

  function end(executionArn: string, outcome: Outcome): void {
    runs.get(executionArn)?.stop();
    runs.delete(executionArn);
    store.finish(executionArn, outcome);
    if (outcome.status === 'SUCCEEDED') return;
    log(JSON.stringify({ level: 'ERROR', message: 'execution did not succeed', executionArn, ...outcome }));
  }

  function find(executionArn: string): Execution {
    const execution = store.find(executionArn);
    if (execution) return execution;
    throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  function machineOf(stateMachineArn: string): Machine {
    const machine = machines.get(stateMachineArn);
    if (machine) return machine;
    throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  }

  /** Functions as a role may call them; a refusal is an error that Step Functions names so. */
  function inTheNameOf(machine: string, statements: readonly Statement[]): FunctionRuntime {
    return {
      async invoke(functionArn, event) {
        const permission = { action: 'lambda:InvokeFunction', resource: functionArn };
        if (authorize({ name: machine, statements }, permission)) return runtime.invoke(functionArn, event);
        const refusal = `The role of ${machine} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn}`;
        throw new FunctionError('Lambda.AWSLambdaException', refusal);
      },
    };
  }

  return {
    find,

    /** How many states all executions have entered so far, retries included: what AWS bills. */
    transitions: () => transitions,

    /** @throws Error when the definition is invalid or holds what is not supported */
    createStateMachine({ arn, definition: text, role = ALLOW_ALL }: StateMachineDescription): void {
      const definition = readDefinition(text);
      if (definition.isDistributed && !allows(role, 'states:StartExecution', arn))
        throw new Error(`The role of ${arn} may not start the executions of its distributed Map.`);
      machines.set(arn, { arn, name: arn.split(':').at(-1)!, definition, runtime: inTheNameOf(arn, role) });
    },

    /** Starting again with the same name and input, while the first runs, returns the running execution. */
    start(stateMachineArn: string, name: string, input: string): Execution {
      const machine = machineOf(stateMachineArn);
      const arn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const earlier = store.find(arn);
      if (earlier?.status === 'RUNNING' && earlier.input === input) return earlier;
      if (earlier) throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      const execution = store.add({ arn, machine: stateMachineArn, name, input });
      begin(machine, execution);
      return execution;
    },

    stop(executionArn: string, error: string | null, cause: string | null): Execution {
      const { status } = find(executionArn);
      if (status === 'RUNNING') end(executionArn, { status: 'ABORTED', error, cause });
      return find(executionArn);
    },

    list(page: Page): Execution[] {
      machineOf(page.machine);
      return store.list(page);
    },

    /**
     * Starts every execution that the last process left running again, from its first state and with its input: the state
     * it had reached is not stored, so its tasks must be repeatable.
     */
    resume(): void {
      for (const execution of store.running()) {
        const machine = machines.get(execution.machine);
        if (machine && !runs.has(execution.arn)) begin(machine, execution);
      }
    },

    /** Stops every execution and leaves it RUNNING in the database. */
    close(): void {
      for (const { stop } of runs.values()) stop();
      runs.clear();
    },
  };
}
