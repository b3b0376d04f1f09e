import { useLocation } from 'preact-iso/router';

import type { DraftKeeper } from '../services/draft-keeper.ts';
import { zone } from '../services/format.ts';
import { Button } from './button.tsx';
import { Input } from './input.tsx';

/** Now, or at a time of the viewer's clock. */
export function WhenStep({ keeper, next }: { readonly keeper: DraftKeeper; readonly next: string }) {
  const { at } = keeper.draft.value;
  const { route } = useLocation();
  const isPast = at !== '' && new Date(at).getTime() < Date.now();
  return (
    <div class="stack">
      <fieldset class="part">
        <legend>When does it start?</legend>
        <label class="choice">
          <input type="radio" name="when" checked={at === ''} onChange={() => keeper.change({ at: '' })} />
          As soon as I send it
        </label>
        <label class="choice">
          <input
            type="radio"
            name="when"
            checked={at !== ''}
            onChange={() => keeper.change({ at: tomorrowAtNine() })}
          />
          At a time
        </label>
        {at !== '' && (
          <Input
            label={`Your time (${zone()})`}
            type="datetime-local"
            value={at}
            onInput={(value) => keeper.change({ at: value || tomorrowAtNine() })}
            fault={isPast ? 'This time has passed.' : undefined}
          />
        )}
        <p class="meta">Sending hours apply where each person lives: who sleeps then gets it in their morning.</p>
      </fieldset>
      <div class="actions">
        <Button kind="main" reason={isPast ? 'This time has passed' : undefined} onClick={() => route(next)}>
          Continue
        </Button>
      </div>
    </div>
  );
}

function tomorrowAtNine(): string {
  const day = new Date(Date.now() + 86_400_000);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T09:00`;
}
