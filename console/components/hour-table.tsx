import { Bar } from './bar.tsx';
import { Table } from './table.tsx';

/** Taps by the hour of the day, where people live. @param days by weekday and hour */
export function HourTable({ days }: { readonly days: readonly (readonly number[])[] }) {
  const all = Array.from({ length: 24 }, (_, hour) => ({
    hour,
    taps: days.reduce((sum, hours) => sum + (hours[hour] ?? 0), 0),
  }));
  const most = Math.max(...all.map(({ taps }) => taps));
  return (
    <details class="card">
      <summary>Hours of the day</summary>
      <Table
        caption="Taps by hour, where people live"
        rows={all.filter(({ taps }) => taps > 0)}
        keyOf={({ hour }) => String(hour)}
        columns={[
          { name: 'Hour', cell: ({ hour }) => `${hour}:00` },
          { name: 'Taps', isFigure: true, value: ({ taps }) => taps },
          { name: 'Share', cell: ({ taps }) => <Bar share={taps / most} />, isExtra: true },
        ]}
      />
    </details>
  );
}
