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
        const isOn = days.includes(day);
        return (
          <Choice
            key={name}
            is={isOn}
            onChange={() => onChange(isOn ? days.filter((other) => other !== day) : [...days, day].sort())}
          >
            {name}
          </Choice>
        );
      })}
    </div>
  );
}
