import { duration, MIN_FOR_RATE, rateOf } from '../services/format.ts';
import { reachedAt, tapSteps, type Bucket, type TapStep } from '../services/tap-steps.ts';
import { Table } from './table.tsx';

/** The time axis: 1 second to 7 days, each tenfold as wide as the one before. */
const MAX_LOG = Math.log10(7 * 86_400);
const [WIDTH, HEIGHT] = [400, 120];

interface ButtonTimes {
  readonly response_time: { readonly buckets: readonly Bucket[] };
}

/** How soon people tapped after it was delivered: a stepped curve, and the same as a table. */
export function TapCurve({ buttons }: { readonly buttons: readonly ButtonTimes[] }) {
  const steps = tapSteps(buttons.flatMap(({ response_time }) => response_time.buckets));
  const all = steps.at(-1)?.taps ?? 0;
  if (all === 0) return null;
  return (
    <section class="card stack" aria-label="How soon">
      <h3>
        Half tapped within {duration(reachedAt(steps, 0.5))}
        {all >= MIN_FOR_RATE && `, nine in ten within ${duration(reachedAt(steps, 0.9))}`}
      </h3>
      <svg class="curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="axis" d={`M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT * 0.1}H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
        <path d={pathOf(steps)} />
      </svg>
      <p class="meta row spread">
        <span>1 s after delivery</span>
        <span>1 min</span>
        <span>1 h</span>
        <span>7 days</span>
      </p>
      <details>
        <summary>As a table</summary>
        <Table
          caption="How soon people tapped"
          isCaptionHidden
          rows={steps}
          keyOf={({ seconds }) => String(seconds)}
          columns={[
            { name: 'Within', cell: ({ seconds }) => duration(seconds) },
            { name: 'Had tapped', isFigure: true, cell: ({ taps, share }) => rateOf(taps, all, share) },
          ]}
        />
      </details>
    </section>
  );
}

function pathOf(steps: readonly TapStep[]): string {
  const x = (seconds: number) => Math.min(1, Math.max(0, Math.log10(Math.max(1, seconds)) / MAX_LOG)) * WIDTH;
  const y = (share: number) => HEIGHT - share * HEIGHT;
  return `M0 ${HEIGHT}${steps.map(({ seconds, share }) => `H${x(seconds)}V${y(share)}`).join('')}H${WIDTH}`;
}
