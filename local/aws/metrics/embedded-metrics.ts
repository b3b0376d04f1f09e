import * as z from 'zod';

/** One series: a metric with values for its dimensions, and what was measured so far. */
export interface Series {
  readonly namespace: string;
  readonly metric: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  sum: number;
  /** How many values were measured. */
  count: number;
}

export interface EmbeddedMetrics {
  /** Takes a line that a function printed; one that is not of the embedded metric format is passed over. */
  take(line: string): void;
  series(): readonly Series[];
}

/** CloudWatch has no such limit, and bills each; a local start has one against a dimension with countless values. */
const MAX_SERIES = 2_000;

/** CloudWatch's embedded metric format, as its specification has it. Members that a directive does not name are no metrics. */
const document = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string().min(1),
        Dimensions: z.array(z.array(z.string()).max(30)),
        Metrics: z.array(z.object({ Name: z.string().min(1), Unit: z.string().default('None') })).max(100),
      }),
    ),
  }),
});
const values = z.union([z.number().transform((value) => [value]), z.array(z.number()).max(100)]);

/** Adds up what functions measure, as CloudWatch does with the lines of their logs. It begins anew with each start. */
export function embeddedMetrics(): EmbeddedMetrics {
  const all = new Map<string, Series>();

  function add(of: Omit<Series, 'sum' | 'count'>, measured: readonly number[]): void {
    const key = JSON.stringify([of.namespace, of.metric, Object.entries(of.dimensions)]);
    const found = all.get(key) ?? { ...of, sum: 0, count: 0 };
    if (!all.has(key) && all.size >= MAX_SERIES) return;
    all.set(key, found);
    for (const value of measured) found.sum += value;
    found.count += measured.length;
  }

  return {
    take(line) {
      const read = readDocument(line);
      for (const { Namespace: namespace, Dimensions, Metrics } of read?._aws.CloudWatchMetrics ?? []) {
        for (const names of Dimensions) {
          const dimensions = Object.fromEntries(names.map((name) => [name, String(read?.[name])]));
          for (const { Name: metric, Unit: unit } of Metrics) {
            const { data } = values.safeParse(read?.[metric]);
            if (data) add({ namespace, metric, unit, dimensions }, data);
          }
        }
      }
    },
    series: () => [...all.values()],
  };
}

function readDocument(line: string): z.output<typeof document> | undefined {
  if (!line.includes('"_aws"')) return undefined;
  try {
    return document.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
