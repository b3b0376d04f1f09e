import * as z from 'zod';

import { campaignStatus } from '../campaign/campaign-status.ts';
import { TOTALS } from './content-report.ts';
import { OBSERVED_BY } from './button-report.ts';
import { comparisonWire } from './compare.wire.ts';

const count = z.number().int();
const rate = z.number().nullable();
/** By currency, as decimal numbers. */
const money = z.record(z.string(), z.string());

const totals = Object.fromEntries(TOTALS.map((name) => [name, count])) as Record<(typeof TOTALS)[number], typeof count>;
const share = { ...totals, clicked: count, delivery_rate: rate, read_rate: rate, click_through_rate: rate };

export const reportWire = z.object({
  campaign_id: z.string(),
  status: campaignStatus,
  generated_at: z.iso.datetime(),
  totals: z.object(totals),
  rates: z.object({ delivery_rate: rate, read_rate: rate, click_through_rate: rate, conversion_rate: rate }),
  failures: z.array(z.object({ error_code: z.string(), class: z.string(), meaning: z.string(), count })),
  skipped: z.record(z.string(), count),
  by_content: z.array(z.object({ content_key: z.string(), language: z.string(), ...share })),
  by_language: z.array(z.object({ language: z.string(), ...share })),
  button_analytics: z
    .object({
      total_clicks: count,
      unique_customers: count,
      click_through_rate: rate,
      conversions: count,
      conversion_rate: rate,
      /** How many conversions of each type. */
      conversion_types: z.record(z.string(), count),
      /** What conversions were worth, of those that said so. */
      conversion_value: money,
      buttons: z.array(
        z.object({
          button_id: z.string(),
          button_title: z.string(),
          button_type: z.enum(['reply', 'url', 'call']),
          observed_by: z.enum(OBSERVED_BY),
          clicks: count,
          unique_customers: count,
          click_through_rate: rate,
          conversions: count,
          conversion_rate: rate,
          conversion_value: money,
          response_time: z.object({ p50_seconds: rate, p90_seconds: rate, p99_seconds: rate }),
        }),
      ),
      by_hour: z.array(z.object({ hour: count, clicks: count, conversions: count })),
      by_weekday_hour: z.array(z.array(count)),
    })
    .optional(),
  comparison: comparisonWire.optional(),
});
