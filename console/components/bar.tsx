import { percent } from '../services/format.ts';

/** A bar beside a number that says the same. @param share from 0 to 1 */
export function Bar({ share }: { readonly share: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect width={Math.min(100, Math.max(0, share * 100))} height="8" />
    </svg>
  );
}

export interface IntervalProps {
  readonly rate: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /** The largest upper end of all rows: they share an axis. */
  readonly max: number;
}

/** A rate as a dot and where it is with a confidence of 95 % as whiskers, as the API counts them. */
export function Interval({ rate, interval, max }: IntervalProps) {
  if (rate === null || !interval || max <= 0) return <span class="meta">–</span>;
  const x = (value: number) => 2 + (value / max) * 96;
  const [low, high] = [x(interval.lower), x(interval.upper)];
  return (
    <>
      <svg class="interval" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
        <path class="axis" d="M2 8H98" />
        <path d={`M${low} 8H${high}M${low} 4V12M${high} 4V12`} />
        <path class="dot" d={`M${x(rate)} 5V11`} />
      </svg>
      <span class="hidden">
        between {percent(interval.lower)} and {percent(interval.upper)}
      </span>
    </>
  );
}

export interface ProgressProps {
  readonly done: number;
  readonly of: number;
  readonly label: string;
}

export function Progress({ done, of, label }: ProgressProps) {
  const share = of > 0 ? done / of : 0;
  return (
    <div class="progress" role="progressbar" aria-label={label} aria-valuemax={of} aria-valuenow={done}>
      <Bar share={share} />
    </div>
  );
}
