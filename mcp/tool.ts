import type { McpServer, CallToolResult } from '@modelcontextprotocol/server';
import type * as z from 'zod';

import { HeraldProblem, HeraldUnreachable } from '../client/src/client.ts';
import { answered, refused } from './result.ts';

export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  /** What it does to the tenant: nothing, makes something that can be thrown away, or sends. */
  readonly effect: 'reads' | 'drafts' | 'sends';
  /** @returns data for the agent @throws Refusal, HeraldProblem */
  run(input: z.output<Input>): Promise<unknown>;
}

/** A tool of any input among others. */
export function tool<Input extends z.ZodObject>(given: Tool<Input>): Tool {
  return given;
}

/** Something that is not done, with what to do instead. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

export function register(server: McpServer, { name, title, description, input, effect, run }: Tool): void {
  const annotations = {
    readOnlyHint: effect === 'reads',
    destructiveHint: effect === 'sends',
    idempotentHint: effect === 'reads',
    openWorldHint: effect === 'sends',
  };
  server.registerTool(name, { title, description, inputSchema: input, annotations }, async (given) => {
    try {
      return answered(await run(given));
    } catch (error) {
      return explained(error);
    }
  });
}

/** What went wrong, so that the agent can do something about it. Never a key, nor the stack of a bug. */
function explained(error: unknown): CallToolResult {
  if (error instanceof Refusal) return refused(error.message);
  if (error instanceof HeraldUnreachable)
    return refused(
      'Herald could not be reached, and what was asked for may or may not be done. Look before you repeat it.',
    );
  if (!(error instanceof HeraldProblem))
    return refused('This failed because of a bug of the server. Do not repeat it.');
  const { status, code, detail, errors = [] } = error.problem;
  return refused(
    [
      `${code ?? status}: ${detail ?? 'no detail'}`,
      ...errors.map(({ path, message }) => `- ${path}: ${message}`),
      ...(status === 403 ? ['Ask a person for a key with that scope; there is no other way.'] : []),
    ].join('\n'),
  );
}
