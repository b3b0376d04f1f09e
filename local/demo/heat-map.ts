const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** For none, then from few to many. */
const SHADES = { blocks: ['·', '░', '▒', '▓', '█'], ascii: ['.', '-', '+', '*', '#'] };

/** Clicks in each hour of the week, in customers' local time, Monday first. @param counts 7 days of 24 hours */
export function heatMap(counts: readonly (readonly number[])[], style: keyof typeof SHADES): string {
  const max = Math.max(...counts.flat());
  const shades = SHADES[style];
  const shade = (count: number) => shades[max && Math.ceil((count / max) * (shades.length - 1))] ?? '';
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
  const days = DAYS.map((day, index) => [day, ...(counts[index] ?? []).map((count) => shade(count).repeat(2))]);
  return [['   ', ...hours], ...days].map((cells) => `  ${cells.join(' ')}`).join('\n');
}
