import { useState } from 'preact/hooks';

import { answerOf, api } from '../services/api.ts';
import { useCount } from '../services/counting.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { useLive } from '../services/live.ts';
import { otherCriteria, withList, type ListName } from '../services/target.ts';
import { CountCard } from './count-card.tsx';
import { ListInput } from './list-input.tsx';
import { NextLink } from './next-link.tsx';
import { Notice } from './notice.tsx';

/** Who gets it. Nothing is chosen beforehand, and everyone comes last. */
export function PeopleStep({ keeper, next }: { readonly keeper: DraftKeeper; readonly next: string }) {
  const target = keeper.draft.value.target_criteria;
  const [isTried, setTried] = useState(false);
  const counting = useCount(keeper.draft.value, target);
  const segments = useLive(
    (signal) => answerOf(api.GET('/v1/segments', { params: { query: { limit: 100 } }, signal })),
    [],
  );
  const set = (name: ListName) => (values: readonly string[]) =>
    keeper.change({ target_criteria: withList(target, name, values) });
  const others = otherCriteria(target);
  const chosen = target?.segments_any ?? [];
  return (
    <div class="builder">
      <div class="stack">
        {(segments.data?.data.length ?? 0) > 0 && (
          <fieldset class="part">
            <legend>Segments</legend>
            {segments.data?.data.map(({ id, name }) => (
              <label key={id} class="choice">
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  onChange={({ currentTarget }) =>
                    set('segments_any')(
                      currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id),
                    )
                  }
                />
                {name}
              </label>
            ))}
          </fieldset>
        )}
        <div class="part">
          <ListInput
            label="Tags"
            hint="Who has at least one of these: regular, vip"
            values={target?.tags_any}
            onChange={set('tags_any')}
          />
          <ListInput label="Not with these tags" values={target?.tags_none} onChange={set('tags_none')} />
          <ListInput
            label="Language"
            hint="Codes: de, es, pt-BR"
            whole={/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/i}
            values={target?.languages}
            onChange={set('languages')}
          />
          <ListInput
            label="Country"
            hint="Codes of the number's country: DE, FR"
            isUpper
            whole={/^[A-Z]{2}$/}
            values={target?.countries}
            onChange={set('countries')}
          />
        </div>
        {others.length > 0 && (
          <Notice tone="info">More was chosen by a program, and stays: {others.join(', ')}.</Notice>
        )}
        <label class="choice part">
          <input
            type="checkbox"
            checked={target?.all === true}
            onChange={({ currentTarget }) =>
              keeper.change({ target_criteria: currentTarget.checked ? { all: true } : undefined })
            }
          />
          Everyone who said yes
        </label>
        {isTried && !target && (
          <Notice tone="bad" alert>
            Choose who gets it.
          </Notice>
        )}
        <NextLink href={next} open={target && !counting.isCounting ? 0 : 1} onRefused={() => setTried(true)} />
      </div>
      <div class="beside">
        <CountCard counting={counting} isChosen={target !== undefined} />
      </div>
    </div>
  );
}
