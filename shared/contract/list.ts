import * as z from 'zod';

/** A whole number in a query or a form, where everything is text: in decimal digits only, not 1e1, 0x10 or a blank before. */
export function wholeNumber(minimum: number, maximum: number, fallback: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number in decimal digits')
    .transform(Number)
    .pipe(z.number().int().min(minimum).max(maximum))
    .meta({ type: 'integer', minimum, maximum })
    .prefault(String(fallback));
}

/** The query of every list; a contract extends it with its filters. */
export const listQuery = z.strictObject({
  limit: wholeNumber(1, 100, 25).describe('How many entries a page has at most.'),
  cursor: z
    .string()
    .max(2000)
    .optional()
    .describe('Where the page begins: `next_cursor` of the page before, with the same filters.'),
  count: z.literal('true').optional().describe('Adds how many entries the whole list has.'),
});

/** For lists of what people named. */
export const nameFilter = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Those whose name contains this, in upper or lower case.');

export function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z.object({
    data: z.array(schema),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Where the next page begins; null after the last one.', examples: [null] }),
    count: z
      .object({
        value: z.number().int().describe('So many entries were found.'),
        complete: z.boolean().describe('False when the counting was cut short: there are this many, or more.'),
      })
      .optional()
      .describe('Only with `count=true`.'),
  });
}
