import * as z from 'zod';

/** The query of every list; a contract extends it with its filters. */
export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(2000).optional(),
});

export function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z.object({ data: z.array(schema), next_cursor: z.string().nullable() });
}
