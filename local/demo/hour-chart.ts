import { count } from './columns.ts';
import type { ButtonAnalytics } from './figures.ts';

const WIDTH = 40;
const LOOKS = { blocks: { converted: '█', clicked: '░' }, ascii: { converted: '#', clicked: '-' } };

/** A bar for each hour of the day (UTC): its clicks, and darker among them those that led to a conversion. */
export function hourChart(byHour: ButtonAnalytics['by_hour'], look: keyof typeof LOOKS): string {
  const { converted, clicked } = LOOKS[look];
  const most = Math.max(1, ...byHour.map(({ clicks }) => clicks));
  // Whatever is there is seen.
  const length = (value: number) => Math.ceil((value / most) * WIDTH);
  return byHour
    .map(({ hour, clicks, conversions }) => {
      const bar = converted.repeat(length(conversions)).padEnd(length(clicks), clicked);
      const figures = clicks > 0 ? `${count(clicks)} clicks, ${count(conversions)} conversions` : '';
      return `  ${String(hour).padStart(2, '0')}  ${bar.padEnd(WIDTH)}  ${figures}`.trimEnd();
    })
    .join('\n');
}
