import { WEEKDAYS } from '../services/words.ts';

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
          <label key={name} class="choice">
            <input
              type="checkbox"
              checked={isOn}
              onChange={() => onChange(isOn ? days.filter((other) => other !== day) : [...days, day].sort())}
            />
            {name}
          </label>
        );
      })}
    </div>
  );
}
