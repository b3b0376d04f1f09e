import type { Authorize } from '../../iam/authorizer.ts';
import type { Statement } from '../../iam/statement.ts';
import { ServiceError, type FunctionError } from '../service.ts';
import type { SqsService } from '../sqs.ts';
import type { Schedule } from './schedule.ts';

export interface DeliveryOptions {
  readonly sqs: SqsService;
  readonly authorize: Authorize;
  /** Asynchronous invocation, with Lambda's own retries. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<void>;
  /** The statements of the roles that the scheduler may assume, by ARN. */
  readonly roles: ReadonlyMap<string, readonly Statement[]>;
}

/**
 * Calls a schedule's target in the name of its role. An event that cannot be delivered goes to the dead-letter queue; one
 * that the function fails to handle does not, as in AWS.
 */
export function scheduleDelivery({
  sqs,
  authorize,
  invoke,
  roles,
}: DeliveryOptions): (schedule: Schedule) => Promise<void> {
  return async ({ Target: { Arn, RoleArn, Input = '{}', DeadLetterConfig } }) => {
    const role = { name: RoleArn, statements: roles.get(RoleArn) ?? [] };
    const may = (action: string, resource: string) => authorize(role, { action, resource });
    try {
      if (!may('lambda:InvokeFunction', Arn)) throw new ServiceError('AccessDeniedException', `${RoleArn} may not`);
      await invoke(Arn, JSON.parse(Input));
    } catch (error) {
      console.error(`a schedule's call of ${Arn} failed`, error);
      if (!undelivered(error) || !DeadLetterConfig || !may('sqs:SendMessage', DeadLetterConfig.Arn)) return;
      await sqs.handle('SendMessage', { QueueUrl: DeadLetterConfig.Arn.split(':').at(-1), MessageBody: Input });
    }
  };
}

function undelivered(error: unknown): boolean {
  return error instanceof ServiceError || (error as FunctionError).errorType === 'Lambda.ResourceNotFoundException';
}
