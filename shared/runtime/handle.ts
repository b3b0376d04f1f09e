import type * as z from 'zod';

import type { Built } from './dependency.ts';
import type { Caller } from '../tenancy/caller.ts';
import type { Contract } from '../contract/route.ts';

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

/** The catalogue of dependencies, as types alone: a handler names the few it needs, and no other reaches its bundle. */
export type Dependencies = typeof import('./dependencies.ts');

export type Needs<Names extends keyof Dependencies> = Pick<Dependencies, Names>;

/** A handler, free of AWS: what was asked and the smallest slice of dependencies in, the answer out. */
export type Handle<Route extends Contract, Names extends keyof Dependencies> = (
  input: Input<Route>,
  dependencies: Built<Needs<Names>>,
) => Promise<z.input<Route['response']>>;
