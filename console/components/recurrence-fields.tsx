import type { Counting } from '../services/counting.ts';
import { zone } from '../services/format.ts';
import type { Recurrence } from '../services/recurrence.ts';
import { Days } from './days.tsx';
import { Refused } from './field.tsx';
import { Input, NumberInput, Select } from './input.tsx';
import { Dates } from './time.tsx';
import { ZoneSelect } from './zone-select.tsx';

const ENDS = [
  ['', 'When I stop it'],
  ['until', 'On a day'],
  ['count', 'After so many dates'],
] as const;

export interface RecurrenceFieldsProps {
  readonly recurrence: Recurrence;
  readonly onChange: (recurrence: Recurrence) => void;
  /** Herald's own dates of it. */
  readonly counting: Counting;
}

/** On which weekdays, when, by which clock, and until when. */
export function RecurrenceFields({ recurrence, onChange, counting }: RecurrenceFieldsProps) {
  const { days, time, every = 1, time_zone, until, count, ...rest } = recurrence;
  const end = until === undefined ? (count === undefined ? '' : 'count') : 'until';
  const set = (given: Partial<Recurrence>) => onChange({ ...recurrence, ...given });
  const dates = counting.preflight?.next_dates ?? [];
  return (
    <Refused.Provider value={counting.faults ?? []}>
      <div class="stack">
        <Days days={days} onChange={(chosen) => set({ days: [...chosen] })} />
        <div class="two stack">
          <Input path="recurrence.time" type="time" value={time} onInput={(given) => set({ time: given })} />
          <ZoneSelect path="recurrence.time_zone" zone={time_zone} onChange={(zone) => set({ time_zone: zone })} />
          <NumberInput path="recurrence.every" value={every} onInput={(weeks) => set({ every: weeks })} />
          <Select
            label="It ends"
            value={end}
            options={ENDS}
            onChange={(chosen) =>
              onChange({
                ...{ ...rest, days, time, every, time_zone },
                ...(chosen === 'until' && { until: inThreeMonths() }),
                ...(chosen === 'count' && { count: 10 }),
              })
            }
          />
          {end === 'until' && (
            <Input path="recurrence.until" type="date" value={until ?? ''} onInput={(day) => set({ until: day })} />
          )}
          {end === 'count' && (
            <NumberInput path="recurrence.count" value={count} onInput={(dates) => set({ count: dates })} />
          )}
        </div>
        {counting.fault && <p class="fault">{counting.fault}</p>}
        {dates.length > 0 && (
          <p aria-busy={counting.isCounting ? 'true' : undefined}>
            Next, your time ({zone()}):{' '}
            <strong class="figures">
              <Dates of={dates} />
            </strong>
          </p>
        )}
        <p class="meta">Each date is a campaign of its own, to whoever fits then.</p>
      </div>
    </Refused.Provider>
  );
}

function inThreeMonths(): string {
  return new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
}
