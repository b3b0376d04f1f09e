/**
 * The exact permissions of a function: `<resource>:<IAM action>`. A contract declares its grants; the CDK turns each into one
 * statement on one resource and sets the function's environment variables for that resource.
 */
export type Grant =
  | `table:${TableAction}`
  | `index:Query`
  | `imports:${'PutObject' | 'GetObject' | 'DeleteObject'}`
  | `exports:${'PutObject' | 'GetObject' | 'DeleteObject'}`
  | `uploads:${'PutObject' | 'GetObject' | 'DeleteObject'}`
  | `media:${'PutObject' | 'GetObject' | 'DeleteObject'}`
  | `site:${'PutObject' | 'DeleteObject' | 'ListBucket'}`
  | `sends:SendMessage`
  | `failures:SendMessage`
  | `dead_letters:ReceiveMessage`
  | `deliveries:SendMessage`
  | `reconciles:SendMessage`
  | `recoveries:SendMessage`
  | `own_queues:SendMessage`
  | `jobs:SendMessage`
  | `bus:PutEvents`
  | `mail:SendEmail`
  | `schedules:${'CreateSchedule' | 'UpdateSchedule' | 'DeleteSchedule'}`
  | 'schedule_role:PassRole'
  | `runs:${'StartExecution' | 'DescribeExecution'}`
  | `credentials:${'GetSecretValue' | 'CreateSecret' | 'PutSecretValue'}`;

/**
 * What every bearer route needs to find the caller's API key and to count the request. A list needs no more for the secret
 * that seals its cursors, which a tenant of before may have to be given.
 */
export const BEARER_GRANTS: readonly Grant[] = ['table:GetItem', 'table:UpdateItem'];

/** What every route that is audited needs to write its entry, and to take it back when the request is refused. */
export const AUDIT_GRANTS: readonly Grant[] = ['table:PutItem', 'table:DeleteItem'];

/** What every POST needs to store its answer under an Idempotency-Key, and to read the caller's API key. */
export const POST_GRANTS: readonly Grant[] = ['table:GetItem', 'table:PutItem', 'table:UpdateItem', 'table:DeleteItem'];

export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem';
