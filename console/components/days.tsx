import { toggled } from '../services/toggled.ts';
import { WEEKDAYS } from '../services/words.ts';
import { Choice } from './choice.tsx';

export interface DaysProps {
  /** ISO weekdays, ascending. */
  readonly days: readonly number[];
  readonly onChange: (days: readonly number[]) => void;
}

export function Days({ days, onChange }: DaysProps) {
  return (
    <div class="row" role="group" aria-label="Days">
      {WEEKDAYS.map((name, place) => {
        const day = place + 1;
        return (
          <Choice key={name} is={days.includes(day)} onChange={(is) => onChange(toggled(days, day, is).toSorted())}>
            {name}
          </Choice>
        );
      })}
    </div>
  );
}
