import type { Campaign } from '../campaign/campaign.ts';
import { errorClass, MEANINGS } from '../messaging/error-classes.ts';
import type { Counters } from './rollup.ts';

const TOTALS = [
  'recipients',
  'accepted',
  'sent',
  'delivered',
  'read',
  'failed',
  'skipped',
  'unknown',
  'replied',
  'opted_out',
  'clicked',
  'converted',
] as const;

/** A campaign's report from its counters. A rate with nothing below the line is null. */
export function reportOf(campaign: Pick<Campaign, 'id' | 'status'>, counters: Counters, generated_at: string) {
  const { clicked, converted, ...totals } = Object.fromEntries(
    TOTALS.map((name) => [name, counters[name] ?? 0]),
  ) as Record<(typeof TOTALS)[number], number>;
  return {
    campaign_id: campaign.id,
    status: campaign.status,
    generated_at,
    totals,
    rates: {
      delivery_rate: rate(totals.delivered, totals.recipients),
      read_rate: rate(totals.read, totals.delivered),
      click_through_rate: rate(clicked, totals.delivered),
      conversion_rate: rate(converted, clicked),
    },
    failures: Object.entries(named(counters, 'failed#'))
      .map(([error_code, count]) => ({
        error_code,
        class: errorClass(error_code),
        meaning: MEANINGS[errorClass(error_code)],
        count,
      }))
      .sort((one, other) => other.count - one.count || one.error_code.localeCompare(other.error_code)),
    skipped: named(counters, 'skipped#'),
  };
}

function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** The counters of one family, without their prefix. */
function named(counters: Counters, prefix: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counters)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, count]) => [name.slice(prefix.length), count]),
  );
}
