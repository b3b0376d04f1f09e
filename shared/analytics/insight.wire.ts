import * as z from 'zod';

const count = z.number().int();

export const DIMENSIONS = ['title', 'type', 'position', 'media_type'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const value = z.object({
  value: z.string(),
  campaigns: count,
  /** Buttons like this in delivered messages; of media types, delivered messages with buttons. */
  sent: count,
  /** Customers who tapped, each once per button and message. */
  clicks: count,
  rate: z.number().nullable(),
  /** 95 % */
  interval: z.tuple([z.number(), z.number()]),
});

const recommendation = z.object({
  dimension: z.enum(DIMENSIONS),
  value: z.string(),
  advice: z.string(),
  /** The probability that its rate is higher than that of all other values together. */
  probability: z.number(),
  /** How much higher its rate is: 0.5 means half as much again. Null if no other value was tapped. */
  lift: z.number().nullable(),
  evidence: z.object({ delivered: count, clicked: count, campaigns: count }),
  confidence: z.enum(['strong', 'moderate', 'weak']),
});

const unclear = z.object({
  dimension: z.enum(DIMENSIONS),
  reason: z.enum(['too_little_evidence', 'no_clear_difference']),
  detail: z.string(),
  /** How many more are needed at least before a comparison; 0 when there are enough. */
  more_delivered: count,
  more_campaigns: count,
});

export const buttonInsightsWire = z.object({
  campaigns_considered: count,
  truncated: z.boolean(),
  note: z.string(),
  dimensions: z.object({
    title: z.array(value),
    type: z.array(value),
    position: z.array(value),
    media_type: z.array(value),
  }),
  best_hours: z.object({
    note: z.string(),
    clicks: count,
    top: z.array(z.object({ weekday: count, hour: count, clicks: count, share: z.number() })),
    by_weekday_hour: z.array(z.array(count)),
  }),
  recommendations: z.array(recommendation),
  not_yet_clear: z.array(unclear),
});
export type ButtonInsights = z.infer<typeof buttonInsightsWire>;
