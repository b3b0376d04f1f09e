import type * as z from 'zod';

import { build, type Built, type Dependencies } from './dependency.ts';
import { addToLogContext } from '../platform/log-context.ts';
import { inLogContext } from './in-log-context.ts';
import { idsIn } from './log-ids.ts';

/** The Lambda handler of a state machine's task: parses its input and builds its dependencies once. */
export function task<Schema extends z.ZodType, Needs extends Dependencies, Answer>(
  schema: Schema,
  handle: (input: z.output<Schema>, dependencies: Built<Needs>) => Promise<Answer>,
  needs: Needs,
) {
  const ports = build(needs);
  return inLogContext(async (event: unknown) => {
    const input = schema.parse(event);
    addToLogContext(idsIn(input));
    return handle(input, ports);
  });
}
