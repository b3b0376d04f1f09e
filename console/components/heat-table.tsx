import { count } from '../services/format.ts';
import { WEEKDAYS } from '../services/words.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Taps by weekday and hour, where each person lives: a table whose cells are coloured by fifths of the maximum; none is a colour of its own. */
export function HeatTable({ hours }: { readonly hours: readonly (readonly number[])[] }) {
  const all = hours.flat();
  const max = Math.max(1, ...all);
  const best = Math.max(0, all.indexOf(max));
  return (
    <section class="table heat" tabIndex={0} role="region" aria-label="Taps by weekday and hour">
      <table>
        <caption>
          Most taps {WEEKDAYS[Math.floor(best / 24)]} {best % 24}:00 ({count(max)}), where people live
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">Day</span>
            </th>
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEKDAYS.map((name, weekday) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {HOURS.map((hour) => {
                const taps = hours[weekday]?.[hour] ?? 0;
                return (
                  <td key={hour} class={`h${Math.ceil((taps / max) * 5)}`}>
                    <span class={taps === 0 ? 'hidden' : undefined}>{count(taps)}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
