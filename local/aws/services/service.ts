import type { CallContext } from '../iam/statement.ts';

/** What a caller must be allowed: `action` as policies spell it ('sqs:SendMessage'), `resource` an ARN. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  /** What conditions of policies may ask for, by their key. */
  readonly context?: CallContext;
}

/** An operation, and the input from its path and query; the rest is in the body. */
export interface RestCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
}

/** An AWS service that speaks a JSON protocol (`X-Amz-Target: Prefix.Operation`), or REST-JSON. */
export interface AwsService {
  /** The SigV4 signing name: 'sqs', 'states', 'dynamodb' (its streams included), … */
  readonly name: string;
  /** Reads the request of a service that speaks REST-JSON; undefined for an operation that is not supported. */
  rest?(method: string, url: URL): RestCall | undefined;
  /** Everything that the caller must be allowed before the call is handled. */
  permissions(operation: string, input: Record<string, unknown>): readonly Permission[];
  /**
   * The answer. `caller` is the principal's name.
   * @throws ServiceError for every error that the real service would answer with
   */
  handle(operation: string, input: Record<string, unknown>, caller?: string): Promise<object>;
}

/** An error answer, worded as the real service words it. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  readonly extra: object;

  /** @param code the exception's name in the SDK; @param extra further fields of the body, such as CancellationReasons */
  constructor(code: string, message: string, status = 400, extra: object = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.extra = extra;
  }
}

/** The account and region of every resource. */
export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-1';
/** Of every access key: it proves nothing but that a signature was made and not changed. */
export const SECRET = 'local';

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** Runs deployed functions. */
export interface FunctionRuntime {
  /** The function's result. @throws FunctionError when the handler threw or timed out, or its worker died */
  invoke(functionArn: string, event: unknown): Promise<unknown>;
}

/** A failed invocation; `errorType` as Lambda reports it: an error's name, Sandbox.Timedout, Runtime.ExitError, … */
export class FunctionError extends Error {
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

/** The type of the error of an invocation that was refused because the account ran as many as it may. */
export const THROTTLED = 'Lambda.TooManyRequestsException';

/** Whether the function was not even called. */
export function isThrottled(error: unknown): boolean {
  return error instanceof FunctionError && error.errorType === THROTTLED;
}
