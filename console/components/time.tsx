import { dateOf, when } from '../services/format.ts';

export interface TimeProps {
  readonly at: string | number | null | undefined;
  /** How it is told; within the hour how long ago, unless it is given. */
  readonly as?: (at: string | number) => string;
}

/** A moment in the viewer's zone, with that of UTC for who points at it; a dash where there is none, or what is given is none. */
export function Time({ at, as = when }: TimeProps) {
  const moment = new Date(at || NaN);
  if (!+moment) return '–';
  const iso = moment.toISOString();
  return (
    <time dateTime={iso} title={`${iso.slice(0, 19).replace('T', ' ')} UTC`}>
      {as(+moment)}
    </time>
  );
}

/** Moments of some days, one after the other. */
export function Dates({ of }: { readonly of: readonly string[] }) {
  return of.map((at, place) => [place > 0 && '; ', <Time key={at} at={at} as={dateOf} />]);
}
