import * as z from 'zod';

import { timestamp } from '../platform/clock.ts';
import type { Campaign } from './campaign.ts';

export const progress = z
  .object({
    planned: z.int().describe('Recipients found so far.'),
    settled: z.int().describe('Those of them that have an outcome: accepted, failed, skipped or unknown.'),
    rate: z.number().describe('Settled per second of the time it was sending so far.'),
    eta: z.iso
      .datetime()
      .nullable()
      .describe(
        'When everyone planned is settled, at this rate; while recipients are still being looked for, that is too soon. Null unless it is sending, and before anyone is settled.',
      ),
  })
  .meta({ id: 'CampaignProgress' });
export type Progress = z.infer<typeof progress>;

/** How many recipients are planned and how many of them have an outcome. */
export type Counts = Pick<Progress, 'planned' | 'settled'>;

/** @returns null for a campaign that has not begun */
export function progressOf(
  campaign: Pick<Campaign, 'status' | 'started_at' | 'updated_at' | 'idle_ms'>,
  { planned, settled }: Counts,
  now: number,
): Progress | null {
  if (!campaign.started_at) return null;
  const sending = campaign.status === 'sending';
  const until = sending ? now : Date.parse(campaign.updated_at);
  const seconds = (until - Date.parse(campaign.started_at) - (campaign.idle_ms ?? 0)) / 1000;
  const rate = seconds > 0 ? settled / seconds : 0;
  const eta = sending && rate > 0 ? timestamp(now + (Math.max(0, planned - settled) / rate) * 1000) : null;
  return { planned, settled, rate: Math.round(rate * 1000) / 1000, eta };
}
