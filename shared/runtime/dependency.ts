import type * as z from 'zod';

import { environment } from './environment.ts';

/** Something a handler needs: which environment variables it reads, and how it is built from them. */
export interface Dependency<Value = unknown, Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly environment: Shape;
  build(variables: Variables<Shape>): Value;
}

export type Variables<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

/** What a slice of dependencies becomes. */
export type Built<Slice> = {
  readonly [Name in keyof Slice]: Slice[Name] extends { build(variables: never): infer Value } ? Value : never;
};

/**
 * Builds a slice of dependencies, once per cold start.
 * @throws Error that names every missing environment variable of the whole slice
 */
export function build<Slice extends Readonly<Record<string, Dependency>>>(slice: Slice): Built<Slice> {
  const shape = Object.fromEntries(Object.values(slice).flatMap((one) => Object.entries(one.environment)));
  const variables = environment(shape);
  return Object.fromEntries(Object.entries(slice).map(([name, one]) => [name, one.build(variables)])) as Built<Slice>;
}
