import * as z from 'zod';

/** The answer to a deletion. */
export const deleted = z
  .object({ id: z.string().meta({ examples: ['cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }), deleted: z.literal(true) })
  .meta({ id: 'Deleted' });
