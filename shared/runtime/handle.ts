import type * as z from 'zod';

import type { Contract } from '../contract/route.ts';
import type { Caller } from '../tenancy/caller.ts';
import type { Built } from './dependency.ts';

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : Readonly<Record<string, never>>;

/** What a handler is given: everything parsed, nothing raw. */
export interface Input<Route extends Contract> {
  readonly params: Parsed<Route['request']['params']>;
  readonly query: Parsed<Route['request']['query']>;
  readonly body: Parsed<Route['request']['body']>;
  readonly caller: Caller;
  /** The caller's Idempotency-Key: the same request told again has the same one. */
  readonly idempotency_key: string | undefined;
}

/** A handler, free of AWS: what was asked and what it needs in, the answer out. */
export type Handle<Route extends Contract, Needs> = (
  input: Input<Route>,
  dependencies: Built<Needs>,
) => Promise<z.input<Route['response']>>;
