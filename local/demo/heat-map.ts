const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** For none, then from the fewest to the most. */
const SHADES = { blocks: ['·', '░', '▒', '▓', '█'], ascii: ['.', '-', '+', '*', '#'] };

/** Clicks of each hour of the week as customers lived it, Monday first. @param counts 7 days of 24 hours */
export function heatMap(counts: readonly (readonly number[])[], look: keyof typeof SHADES): string {
  const most = Math.max(...counts.flat());
  const shades = SHADES[look];
  const shade = (count: number) => shades[most && Math.ceil((count / most) * (shades.length - 1))] ?? '';
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
  const days = DAYS.map((day, place) => [day, ...(counts[place] ?? []).map((count) => shade(count).repeat(2))]);
  return [['   ', ...hours], ...days].map((cells) => `  ${cells.join(' ')}`).join('\n');
}
