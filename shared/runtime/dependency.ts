import type * as z from 'zod';

import { environment } from './environment.ts';

/** Something a handler needs: which environment variables it reads, and how it is built from them. */
export interface Dependency {
  readonly environment: z.ZodRawShape;
  build(variables: never): unknown;
}

/** Some of `dependencies.ts`: a function names the few it needs in one object, and no other reaches its bundle. */
export type Dependencies = Readonly<Record<string, Dependency>>;

export type Variables<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

/** What dependencies become once they are built. */
export type Built<Needs> = {
  readonly [Name in keyof Needs]: Needs[Name] extends { build(variables: never): infer Value } ? Value : never;
};

/**
 * Builds what a function needs, once per cold start.
 * @throws Error that names every missing environment variable at once
 */
export function build<Needs extends Dependencies>(needs: Needs): Built<Needs> {
  const shape = Object.fromEntries(Object.values(needs).flatMap((need) => Object.entries(need.environment)));
  const variables = environment(shape) as never;
  return Object.fromEntries(Object.entries(needs).map(([name, need]) => [name, need.build(variables)])) as Built<Needs>;
}
