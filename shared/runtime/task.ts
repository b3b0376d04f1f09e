import type * as z from 'zod';

import { build, type Built, type Dependencies } from './dependency.ts';

/** The Lambda handler of a state machine's task: parses its input and builds its dependencies once. */
export function task<Schema extends z.ZodType, Needs extends Dependencies, Answer>(
  schema: Schema,
  handle: (input: z.output<Schema>, dependencies: Built<Needs>) => Promise<Answer>,
  needs: Needs,
): (event: unknown) => Promise<Answer> {
  const ports = build(needs);
  return async (event) => handle(schema.parse(event), ports);
}
