/**
 * What a function may do, exactly: `<resource>:<IAM action>`. A contract declares its grants; the CDK turns each into one
 * statement on one resource and gives the function the environment variables that go with it.
 */
export type Grant =
  | `table:${TableAction}`
  | `index:Query`
  | `sends:SendMessage`
  | `failures:SendMessage`
  | `deliveries:SendMessage`
  | `reconciles:SendMessage`
  | `bus:PutEvents`
  | `schedules:${'CreateSchedule' | 'UpdateSchedule' | 'DeleteSchedule'}`
  | 'schedule_role:PassRole'
  | `runs:${'StartExecution' | 'DescribeExecution'}`
  | `credentials:${'GetSecretValue' | 'CreateSecret' | 'PutSecretValue'}`;

/** What every POST needs: the answer kept under an Idempotency-Key. The caller's key is read with it. */
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
