import type * as z from 'zod';

import { build, type Built, type Dependencies } from './dependency.ts';

/** The AWS face of a state machine's task: its input through a schema, its dependencies built once. */
export function task<Schema extends z.ZodType, Needs extends Dependencies, Answer>(
  schema: Schema,
  handle: (input: z.output<Schema>, dependencies: Built<Needs>) => Promise<Answer>,
  needs: Needs,
): (event: unknown) => Promise<Answer> {
  const ports = build(needs);
  return async (event) => handle(schema.parse(event), ports);
}
