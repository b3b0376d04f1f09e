import * as z from 'zod';

import { campaignStatus } from '../campaign/campaign.ts';

const count = z.number().int();
const rate = z.number().nullable();

export const reportWire = z.object({
  campaign_id: z.string(),
  status: campaignStatus,
  generated_at: z.iso.datetime(),
  totals: z.object({
    recipients: count,
    accepted: count,
    sent: count,
    delivered: count,
    read: count,
    failed: count,
    skipped: count,
    unknown: count,
    replied: count,
    opted_out: count,
  }),
  rates: z.object({ delivery_rate: rate, read_rate: rate, click_through_rate: rate, conversion_rate: rate }),
  failures: z.array(z.object({ error_code: z.string(), class: z.string(), meaning: z.string(), count })),
  skipped: z.record(z.string(), count),
});
