import type { ChangeRecord } from '../platform/change-record.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { MESSAGE_OUTCOMES } from '../platform/metrics.ts';
import type { Counted } from './rollup.ts';

/**
 * Logs what a batch that is counted comes to, for the metrics: how many messages came to which outcome, how many are no
 * longer unknown, and how long the slowest tap took until the report has it. A batch that is delivered again is told of again.
 */
export function tellOfBatch(
  records: readonly ChangeRecord[],
  counted: readonly Counted[],
  { clock, log }: { readonly clock: Pick<Clock, 'now'>; readonly log: Log },
): void {
  const changesOf = (outcome: string) => counted.map(({ totals }) => totals?.[outcome] ?? 0);
  for (const code of MESSAGE_OUTCOMES) {
    const count = changesOf(code).filter((by) => by > 0).length;
    if (count > 0) log('messages.counted', { code, count });
  }
  const settled = changesOf('unknown').filter((by) => by < 0).length;
  if (settled > 0) log('unknowns.settled', { count: settled });
  const taps = records.flatMap(tappedAt);
  if (taps.length > 0)
    log('taps.counted', { count: taps.length, milliseconds: Math.max(0, clock.now() - Math.min(...taps)) });
}

/** When a person tapped, where a record is of a tap that Herald itself observed: others are told of at any later time. */
function tappedAt({ sk, before, after }: ChangeRecord): number[] {
  const { source, clicked_at } = (after ?? {}) as { readonly source?: unknown; readonly clicked_at?: unknown };
  if (!sk.startsWith('INTERACTION#') || before || source === 'api') return [];
  const at = Date.parse(String(clicked_at));
  return Number.isNaN(at) ? [] : [at];
}
