import * as z from 'zod';

/** How many campaign messages a customer may get in any 24 hours and in any 7 days, from all of a tenant's campaigns. */
export const frequencyCap = z
  .strictObject({
    per_day: z.number().int().min(1).max(10).optional().describe('In any 24 hours.'),
    per_week: z.number().int().min(1).max(50).optional().describe('In any 7 days.'),
  })
  .refine(({ per_day, per_week }) => per_day !== undefined || per_week !== undefined, {
    params: { code: 'required' },
    message: 'must have per_day or per_week; null takes the cap away',
  })
  .meta({ id: 'FrequencyCap', examples: [{ per_day: 1 }] });
export type FrequencyCap = z.infer<typeof frequencyCap>;
