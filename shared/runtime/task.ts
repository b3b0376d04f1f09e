import type * as z from 'zod';

import type { Dependencies, Needs } from './handle.ts';
import { build, type Built } from './dependency.ts';

/** The AWS face of a state machine's task: its input through a schema, its dependencies built once. */
export function task<Schema extends z.ZodType, Names extends keyof Dependencies, Answer>(
  schema: Schema,
  handle: (input: z.output<Schema>, dependencies: Built<Needs<Names>>) => Promise<Answer>,
  needs: Needs<Names>,
): (event: unknown) => Promise<Answer> {
  const slice = build(needs);
  return async (event) => handle(schema.parse(event), slice);
}
