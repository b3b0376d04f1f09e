import * as z from 'zod';

const count = z.number().int();

export const METRICS = ['click_through_rate', 'conversion_rate', 'read_rate', 'delivery_rate'] as const;

export const comparisonWire = z.object({
  metrics: z.array(
    z.object({
      metric: z.enum(METRICS),
      campaigns: z.array(
        z.object({
          campaign_id: z.string(),
          name: z.string(),
          successes: count,
          trials: count,
          rate: z.number().nullable(),
          interval: z.tuple([z.number(), z.number()]),
          probability_best: z.number(),
        }),
      ),
      verdict: z.string(),
      sure: z.boolean(),
    }),
  ),
});
export type Comparison = z.infer<typeof comparisonWire>;
