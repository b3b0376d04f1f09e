import { count } from '../services/format.ts';
import { Bar } from './bar.tsx';
import { Table } from './table.tsx';

interface Hour {
  readonly hour: number;
  readonly clicks: number;
  readonly conversions: number;
}

/** Taps and what was bought by the hour of the day, where people live. */
export function HourTable({ hours }: { readonly hours: readonly Hour[] }) {
  const shown = hours.filter(({ clicks }) => clicks > 0);
  const max = Math.max(1, ...shown.map(({ clicks }) => clicks));
  return (
    <details class="card">
      <summary>Hours of the day</summary>
      <Table
        caption="Taps by hour, where people live"
        rows={shown}
        keyOf={({ hour }) => String(hour)}
        columns={[
          { name: 'Hour', cell: ({ hour }) => `${hour}:00` },
          { name: 'Taps', isFigure: true, cell: ({ clicks }) => count(clicks) },
          { name: 'Share', cell: ({ clicks }) => <Bar share={clicks / max} />, isExtra: true },
          { name: 'Bought', isFigure: true, cell: ({ conversions }) => count(conversions) },
        ]}
      />
    </details>
  );
}
