import type * as z from 'zod';

import { environment } from './environment.ts';

/** A dependency of a handler: the environment variables it reads, and how it is built from them. */
export interface Dependency {
  readonly environment: z.ZodRawShape;
  build(variables: never): unknown;
}

/** The dependencies of one function, from `dependencies.ts`; only these are part of its bundle. */
export type Dependencies = Readonly<Record<string, Dependency>>;

export type Variables<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

/** The built dependencies, by name. */
export type Built<Needs> = {
  readonly [Name in keyof Needs]: Needs[Name] extends { build(variables: never): infer Value } ? Value : never;
};

/**
 * Builds a function's dependencies, once per cold start.
 * @throws Error that names every missing environment variable at once
 */
export function build<Needs extends Dependencies>(needs: Needs): Built<Needs> {
  const shape = Object.fromEntries(Object.values(needs).flatMap((need) => Object.entries(need.environment)));
  const variables = environment(shape) as never;
  return Object.fromEntries(Object.entries(needs).map(([name, need]) => [name, need.build(variables)])) as Built<Needs>;
}
