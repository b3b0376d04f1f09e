import { answerOf, api } from '../services/api.ts';
import { useCount } from '../services/counting.ts';
import { localTime } from '../services/draft.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { zone } from '../services/format.ts';
import { useLive } from '../services/live.ts';
import { dayNames, everyWeek } from '../services/recurrence.ts';
import { may } from '../services/scopes.ts';
import { Choice } from './choice.tsx';
import { Input } from './input.tsx';
import { NextLink } from './next-link.tsx';
import { RecurrenceFields } from './recurrence-fields.tsx';

/** Now, at a time of the viewer's clock, or again and again. */
export function WhenStep({ keeper, next }: { readonly keeper: DraftKeeper; readonly next: string }) {
  const { at, recurrence, target_criteria, buttons, experiment, send_time } = keeper.draft.value;
  // Who may not see the tenant's learns at the check who waits for them.
  const { data: tenant } = useLive(
    async (signal) => (may('settings:manage') ? answerOf(api.GET('/v1/tenant', { signal })) : undefined),
    [],
  );
  const hours = keeper.campaign.value?.sending_hours ?? tenant?.sending_hours;
  // Herald tells the dates; before people are chosen it counts nobody for that.
  const isDayless = recurrence?.days.length === 0;
  const target = recurrence && !isDayless ? (target_criteria ?? { customer_ids: [NOBODY] }) : undefined;
  const counting = useCount(target, recurrence);
  // A year of five digits, which browsers let somebody type, is no time that has come or can come.
  const isPast = at !== '' && !(Date.parse(at) > Date.now());
  const choose = (given: { readonly at?: string; readonly recurrence?: typeof recurrence }) =>
    keeper.change({ at: '', recurrence: undefined, ...given });
  return (
    <div class="stack">
      <fieldset class="part">
        <legend>When does it start?</legend>
        <Choice group="when" is={at === '' && !recurrence} onChange={() => choose({})}>
          As soon as I send it
        </Choice>
        <Choice group="when" is={at !== ''} onChange={() => choose({ at: tomorrowAtNine() })}>
          At a time I choose
        </Choice>
        {at !== '' && (
          <Input
            label={`Your time (${zone()})`}
            type="datetime-local"
            value={at}
            onInput={(value) => keeper.change({ at: value || tomorrowAtNine() })}
            fault={isPast ? 'Choose another time.' : undefined}
          />
        )}
        <Choice group="when" is={recurrence !== undefined} onChange={() => choose({ recurrence: everyWeek() })}>
          Again and again
        </Choice>
        {recurrence && (
          <RecurrenceFields
            recurrence={recurrence}
            counting={counting}
            onChange={(changed) => keeper.change({ recurrence: changed })}
          />
        )}
        {buttons.length > 0 && !experiment && (
          <Choice is={send_time === 'best'} onChange={(is) => keeper.change({ send_time: is ? 'best' : null })}>
            Spread over a day: each person at their best hour, once that is proved
          </Choice>
        )}
        {hours && (
          <p class="meta">
            Sending hours {hours.from} to {hours.to}
            {hours.days.length < 7 && ` on ${dayNames(hours.days)}`} apply where each person lives: outside them, people
            get it when they next begin.
          </p>
        )}
      </fieldset>
      <NextLink
        href={next}
        open={isPast || isDayless || (recurrence && counting.fault) ? 1 : 0}
        reason={isDayless ? 'Choose a day' : undefined}
      />
    </div>
  );
}

const NOBODY = `cus_${'0'.repeat(26)}`;

const tomorrowAtNine = () => `${localTime(Date.now() + 86_400_000).slice(0, 10)}T09:00`;
