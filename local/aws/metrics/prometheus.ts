import type { Series } from './embedded-metrics.ts';

/** The content type of Prometheus' text format. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The series in Prometheus' text format. What is counted becomes a counter, `herald_messages_total`; anything else a summary
 * of its sum and its number of values, `herald_tap_to_report_milliseconds_sum`.
 * @param helpOf what a metric means; undefined where nobody says
 */
export function prometheusText(all: readonly Series[], helpOf: (metric: string) => string | undefined): string {
  const byName = new Map<string, { isCounter: boolean; help: string | undefined; lines: string[] }>();
  for (const series of all) {
    const isCounter = series.unit === 'Count';
    const name = nameOf(series, isCounter);
    const family = byName.get(name) ?? { isCounter, help: helpOf(series.metric), lines: [] };
    byName.set(name, family);
    const labels = labelsOf(series);
    if (isCounter) family.lines.push(`${name}${labels} ${series.sum}`);
    else family.lines.push(`${name}_sum${labels} ${series.sum}`, `${name}_count${labels} ${series.count}`);
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { isCounter, help, lines }]) =>
      [
        ...(help === undefined ? [] : [`# HELP ${name} ${escaped(help)}`]),
        `# TYPE ${name} ${isCounter ? 'counter' : 'summary'}`,
        ...lines.sort(),
        '',
      ].join('\n'),
    )
    .join('');
}

function nameOf({ namespace, metric, unit }: Series, isCounter: boolean): string {
  const suffix = isCounter ? 'total' : unit === 'None' ? '' : snake(unit);
  return [snake(namespace), snake(metric), suffix].filter(Boolean).join('_');
}

function labelsOf({ dimensions }: Series): string {
  const labels = Object.entries(dimensions).map(([name, value]) => `${snake(name)}="${quoted(value)}"`);
  return labels.length > 0 ? `{${labels.join(',')}}` : '';
}

/** A name of letters, digits and underscores, which does not begin with a digit. */
function snake(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/\W/g, '_');
  return words.toLowerCase().replace(/^(?=\d)/, '_');
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function quoted(text: string): string {
  return escaped(text).replaceAll('"', '\\"');
}
