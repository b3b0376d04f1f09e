import { randomUUID } from 'node:crypto';
import { ServiceError, type AwsService, type Permission } from './service.ts';
import type { Execution } from './states/execution-store.ts';
import { executions, type Executions, type ExecutionsOptions } from './states/executions.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;
const PAGE_SIZE = 100;

export type StepFunctions = AwsService & Pick<Executions, 'createStateMachine' | 'transitions' | 'resume' | 'close'>;

/** Step Functions, standard workflows: start, describe, stop and list executions. */
export function stepFunctions(options: ExecutionsOptions): StepFunctions {
  const { createStateMachine, transitions, resume, close, ...engine } = executions(options);

  const operations: Record<string, (input: Input) => object> = {
    StartExecution({ stateMachineArn = '', name = randomUUID(), input = '{}' }) {
      if (!EXECUTION_NAME.test(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
      const { arn, started } = engine.start(stateMachineArn, name, validJson(input));
      return { executionArn: arn, startDate: started / 1000 };
    },

    DescribeExecution({ executionArn = '' }) {
      const execution = engine.find(executionArn);
      const { input, output, error, cause } = execution;
      return {
        ...summary(execution),
        input,
        inputDetails: { included: true },
        ...(output !== null && { output, outputDetails: { included: true } }),
        ...(error !== null && { error }),
        ...(cause !== null && { cause }),
      };
    },

    StopExecution({ executionArn = '', error = null, cause = null }) {
      const { stopped } = engine.stop(executionArn, error, cause);
      return { stopDate: stopped! / 1000 };
    },

    ListExecutions({ stateMachineArn: machine = '', statusFilter: status = '', maxResults, nextToken }) {
      const limit = maxResults || PAGE_SIZE;
      const offset = Number(nextToken ?? 0);
      const found = engine.list({ machine, status, limit: limit + 1, offset });
      return {
        executions: found.slice(0, limit).map(summary),
        ...(found.length > limit && { nextToken: String(offset + limit) }),
      };
    },
  };

  return {
    name: 'states',
    createStateMachine,
    transitions,
    resume,
    close,
    permissions(operation, { stateMachineArn, executionArn }): readonly Permission[] {
      return [{ action: `states:${operation}`, resource: String(stateMachineArn ?? executionArn) }];
    },
    async handle(operation, input) {
      const handle = operations[operation];
      if (!handle)
        throw new ServiceError('UnknownOperationException', `Step Functions operation ${operation} is not supported.`);
      return handle(input);
    },
  };
}

interface Input {
  readonly stateMachineArn?: string;
  readonly executionArn?: string;
  readonly name?: string;
  readonly input?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly statusFilter?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

function summary({ arn, machine, name, status, started, stopped }: Execution): object {
  return {
    executionArn: arn,
    stateMachineArn: machine,
    name,
    status,
    startDate: started / 1000,
    ...(stopped !== null && { stopDate: stopped / 1000 }),
  };
}

function validJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new ServiceError('InvalidExecutionInput', 'Invalid State Machine Execution Input: not JSON');
  }
}
