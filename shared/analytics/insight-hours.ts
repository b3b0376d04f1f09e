import { weekdayHours } from './button-report.ts';
import type { ButtonInsights } from './insight.wire.ts';
import { sum, type Counters } from './rollup.ts';

const TOP = 5;

/** When customers tapped, by their own weekday (0 is Monday) and hour. @param weekdays a campaign's counters each */
export function bestHours(weekdays: readonly Counters[]): ButtonInsights['best_hours'] {
  const by_weekday_hour = weekdayHours(sum(weekdays));
  const cells = by_weekday_hour.flatMap((hours, weekday) => hours.map((clicks, hour) => ({ weekday, hour, clicks })));
  const clicks = cells.reduce((total, cell) => total + cell.clicks, 0);
  return {
    note: 'Each customer’s own weekday and hour of the click. These are counts, not rates: they follow the hours in which messages were sent, too.',
    clicks,
    top: cells
      .filter((cell) => cell.clicks > 0)
      .sort((a, b) => b.clicks - a.clicks)
      .slice(0, TOP)
      .map((cell) => ({ ...cell, share: cell.clicks / clicks })),
    by_weekday_hour,
  };
}
