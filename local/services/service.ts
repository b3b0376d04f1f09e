/** One IAM check: `action` as policies spell it ('sqs:SendMessage'), `resource` an ARN. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
}

/** An operation and what its path and query say; the body says the rest. */
export interface RestCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
}

/** An AWS service of the local endpoint that speaks a JSON protocol (`X-Amz-Target: Prefix.Operation`). */
export interface AwsService {
  /** The SigV4 signing name: 'dynamodb', 'streams.dynamodb' answers under 'dynamodb', 'sqs', 'states', … */
  readonly name: string;
  /** What a request asks of a service that speaks REST-JSON, not X-Amz-Target; undefined for one it does not know. */
  rest?(method: string, url: URL): RestCall | undefined;
  /** Every check the caller's role must pass before the call is handled. */
  permissions(operation: string, input: Record<string, unknown>): readonly Permission[];
  /**
   * The answer: an object, or a Buffer that already holds its JSON. `caller` is the principal's name.
   * @throws ServiceError for every answer the real service would give as an error.
   */
  handle(operation: string, input: Record<string, unknown>, caller?: string): Promise<object>;
}

/** An error answer in the words of the real service. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  readonly extra: object;

  /** @param code the exception's name, as the SDK knows it; `extra` joins the body (a cancelled transaction's reasons, say) */
  constructor(code: string, message: string, status = 400, extra: object = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.extra = extra;
  }
}

/** The account and region everything local pretends to live in. */
export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-1';

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** Runs the deployed bundles. A function is named by its ARN. */
export interface FunctionRuntime {
  /** The function's answer. @throws FunctionError when the handler threw, timed out or its worker died. */
  invoke(functionArn: string, event: unknown): Promise<unknown>;
}

export class FunctionError extends Error {
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}
