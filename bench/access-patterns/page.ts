import type { Figure } from './figures.ts';

const COLUMNS = ['R', 'W'] as const;

/**
 * Writes figures into the columns R and W of a page's tables, into the row whose first cell is the figure's name.
 * @throws Error that names every row without a figure and every figure without a row
 */
export function withFigures(markdown: string, figures: ReadonlyMap<string, Figure>): string {
  const left = new Set(figures.keys());
  const unknown: string[] = [];
  let header: readonly string[] = [];

  const lines = markdown.split('\n').map((line) => {
    const cells = cellsOf(line);
    if (!cells) {
      header = [];
      return line;
    }
    if (header.length === 0) header = cells;
    if (header === cells || isRule(line) || !COLUMNS.some((column) => header.includes(column))) return line;
    const name = (cells[0] ?? '').replaceAll('`', '');
    const figure = figures.get(name);
    if (!figure || !left.delete(name)) unknown.push(name);
    return `| ${cells.map((cell, place) => figure?.[header[place] as 'R' | 'W'] ?? cell).join(' | ')} |`;
  });

  const faults = [
    ...unknown.map((name) => `No pattern is measured for the row "${name}", or it is there twice.`),
    ...[...left].map((name) => `There is no row for the pattern "${name}".`),
  ];
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return lines.join('\n');
}

/** The cells of a table's row; undefined for any other line. No cell of the page holds a pipe. */
function cellsOf(line: string): string[] | undefined {
  if (!line.startsWith('|')) return undefined;
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function isRule(line: string): boolean {
  return /^[|\s:-]+$/.test(line);
}
