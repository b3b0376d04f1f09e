import { AsyncLocalStorage } from 'node:async_hooks';

import type { LogFields } from './log-fields.ts';

/** What is known of the work under way: the ids that each of its log lines has, and the stage that its metrics belong to. */
export type LogContext = Pick<
  LogFields,
  | 'request_id'
  | 'route'
  | 'tenant_id'
  | 'campaign_id'
  | 'customer_id'
  | 'message_id'
  | 'lane'
  | 'run'
  | 'chunk_id'
  | 'endpoint_id'
  | 'delivery_id'
  | 'job_id'
> & { readonly stage?: string | undefined };

const contexts = new AsyncLocalStorage<LogContext>();

/** Runs a piece of work whose log lines have these fields besides those of the work around it. */
export function withLogContext<Result>(context: LogContext, run: () => Result): Result {
  return contexts.run({ ...contexts.getStore(), ...context }, run);
}

/** Adds what has only become known in the course of the work, such as who calls. Outside of any work it does nothing. */
export function addToLogContext(context: LogContext): void {
  Object.assign(contexts.getStore() ?? {}, context);
}

export function logContext(): LogContext {
  return contexts.getStore() ?? {};
}
