import { count } from './columns.ts';
import type { ButtonAnalytics } from './figures.ts';

const WIDTH = 40;
const STYLES = { blocks: { converted: '█', clicked: '░' }, ascii: { converted: '#', clicked: '-' } };

/** A bar for each hour of the day (UTC): its clicks, of which those that led to a conversion are darker. */
export function hourChart(byHour: ButtonAnalytics['by_hour'], style: keyof typeof STYLES): string {
  const { converted, clicked } = STYLES[style];
  const max = Math.max(1, ...byHour.map(({ clicks }) => clicks));
  // Rounded up, so that even one click is visible.
  const length = (value: number) => Math.ceil((value / max) * WIDTH);
  return byHour
    .map(({ hour, clicks, conversions }) => {
      const bar = converted.repeat(length(conversions)).padEnd(length(clicks), clicked);
      const figures = clicks > 0 ? `${count(clicks)} clicks, ${count(conversions)} conversions` : '';
      return `  ${String(hour).padStart(2, '0')}  ${bar.padEnd(WIDTH)}  ${figures}`.trimEnd();
    })
    .join('\n');
}
