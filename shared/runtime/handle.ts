import type * as z from 'zod';

import type { Contract } from '../contract/route.ts';
import type { Caller } from '../tenancy/caller.ts';
import type { Built } from './dependency.ts';

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : Readonly<Record<string, never>>;

/** A handler's input: everything is parsed. */
export interface Input<Route extends Contract> {
  readonly params: Parsed<Route['request']['params']>;
  readonly query: Parsed<Route['request']['query']>;
  readonly body: Parsed<Route['request']['body']>;
  readonly caller: Caller;
  /** The caller's Idempotency-Key: a repeated request has the same one. */
  readonly idempotency_key: string | undefined;
  /** The caller's If-Match: what it changes must still be so. */
  readonly if_match?: string | undefined;
}

type HeadersOf<Route extends Contract> = Route['headers'] extends z.ZodObject ? z.input<Route['headers']> : unknown;

/** A handler without AWS: takes the input and its dependencies, returns the answer, and its headers if it has any. */
export type Handle<Route extends Contract, Needs> = (
  input: Input<Route>,
  dependencies: Built<Needs>,
) => Promise<z.input<Route['response']> & HeadersOf<Route>>;
