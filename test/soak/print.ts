import { textTable } from '../support/text-table.ts';
import type { Sample } from './samples.ts';
import type { Soaked } from './soak.ts';

const MINUTE = 60_000;
/** So much more may a process have at its end than when it was warm, before that counts as a leak; and hold in the last part than in the first. */
const MAX_GROWTH = 1.5;
/** A process has started all its threads by then, and one that is judged has run for longer, both in milliseconds. */
const WARM = 2 * MINUTE;
const JUDGED = 5 * MINUTE;
/** So many of a kind are told. */
const MAX_TOLD = 10;

/** Of the process that ran longest: its first sample when it was warm, or its first at all, and its last. */
function growthOf(
  samples: readonly Sample[],
): { readonly minutes: number; readonly from: Sample; readonly to: Sample } | undefined {
  const lives = [...Map.groupBy(samples, ({ since }) => since).values()];
  const [longest] = lives.toSorted((a, b) => b.at(-1)!.at - b[0]!.at - (a.at(-1)!.at - a[0]!.at));
  if (!longest) return undefined;
  const from = longest.find(({ at, since }) => at - since >= WARM) ?? longest[0]!;
  const to = longest.at(-1)!;
  return { minutes: (to.at - to.since) / MINUTE, from, to };
}

/** What is wrong, if anything is. */
export function verdictOf({ findings, parts, samples }: Pick<Soaked, 'findings' | 'parts' | 'samples'>): string[] {
  const growth = growthOf(samples);
  const held = parts.flatMap((part) => part.held ?? []);
  const [first = 0, last = 0] = [held[0], held.at(-1)];
  const isGrown = growth && growth.minutes * MINUTE >= JUDGED && growth.to.herald > growth.from.herald * MAX_GROWTH;
  return [
    ...findings.lost.slice(0, MAX_TOLD).map((what) => `lost: ${what}`),
    ...findings.duplicates.slice(0, MAX_TOLD).map((what) => `sent twice: ${what}`),
    ...findings.differing.slice(0, MAX_TOLD),
    ...(last > first * MAX_GROWTH ? [`what is held grew from ${first.toFixed(0)} to ${last.toFixed(0)} MB`] : []),
    ...(isGrown ? [`memory grew from ${growth.from.herald.toFixed(0)} to ${growth.to.herald.toFixed(0)} MB`] : []),
  ];
}

/** What came of a soak, as text. */
export function printed(soaked: Soaked): string {
  const { parts, samples, findings, campaigns, drained, errors } = soaked;
  const mean = (own: readonly Sample[], field: 'herald' | 'together') =>
    own.reduce((sum, sample) => sum + sample[field], 0) / Math.max(1, own.length);
  const rows = parts.map(({ minute, kills, messages, doings, held, samples: own }) => [
    ...[minute, kills, doings.campaigns, messages, doings.imports, doings.exports],
    ...[
      held ?? '',
      mean(own, 'herald'),
      mean(own, 'together'),
      Math.max(0, ...own.map(({ descriptors }) => descriptors)),
    ],
    ...[own.at(-1)?.folder ?? 0, own.at(-1)?.files ?? 0],
  ]);
  const head = ['until minute', 'kills', 'campaigns', 'messages', 'imports', 'exports'];
  const growth = growthOf(samples);
  const verdict = verdictOf(soaked);
  return [
    textTable([...head, 'held, MB', 'RSS, MB', 'with database', 'descriptors', 'folder, MB', 'files'], rows),
    '',
    growth
      ? `The process that ran longest, ${growth.minutes.toFixed(1)} minutes: ${growth.from.herald.toFixed(0)} MB and ${growth.from.descriptors} descriptors at first, ${growth.to.herald.toFixed(0)} MB and ${growth.to.descriptors} at last.`
      : 'No process ran long enough to be measured.',
    `${campaigns} campaigns: ${findings.lost.length} LOST, ${findings.duplicates.length} TWICE, ${findings.differing.length} counts differ; ${findings.unknown} outcomes are unknown, and the provider has none of them; of ${findings.unheard} messages the stand-in gave callbacks up.`,
    `Everything agreed ${drained} s after the last one.`,
    ...(errors ? [`Herald's standard error:\n${errors.trimEnd()}`] : []),
    verdict.length === 0 ? 'Nothing is wrong.' : verdict.map((what) => `✗ ${what}`).join('\n'),
  ].join('\n');
}
