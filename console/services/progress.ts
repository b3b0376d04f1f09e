import type { Schemas } from '../../client/src/client.ts';
import { people } from './format.ts';

type Campaign = Schemas['Campaign'];
type Report = Schemas['Report'];

type Outcomes = Pick<Report['totals'], 'accepted' | 'failed' | 'skipped' | 'unknown'>;

/** How many people have an outcome, whichever it is. */
export const settledOf = ({ accepted, failed, skipped, unknown }: Outcomes): number =>
  accepted + failed + skipped + unknown;

/**
 * The campaign with its progress by the report, where there is one: two answers of different age would contradict each other.
 * Who waits for their turn is in no report: how many that are, the campaign alone knows.
 */
export function byReport(campaign: Campaign, report: Pick<Report, 'totals'> | undefined): Campaign {
  const { progress } = campaign;
  if (!progress || !report) return campaign;
  const { totals } = report;
  return {
    ...campaign,
    progress: { ...progress, planned: Math.max(progress.planned, totals.recipients), settled: settledOf(totals) },
  };
}

/** Whether a campaign is over and was sent to somebody, also one that was stopped; without totals one that had begun counts. */
export function hasResults({
  status,
  started_at,
  totals,
}: Pick<Campaign, 'status' | 'started_at' | 'totals'>): boolean {
  const isStopped = status === 'cancelled' || status === 'failed';
  return status === 'completed' || (isStopped && started_at !== null && totals?.accepted !== 0);
}

/** What there is to say of a campaign that was stopped for good. */
export function cancelledWords({ totals, skipped }: Pick<Report, 'totals' | 'skipped'>): string {
  if (totals.recipients > settledOf(totals)) return 'Cancelled. Those who waited are still being counted.';
  return `Cancelled: not sent to ${people(skipped['cancelled'] ?? 0)}.`;
}
