import { useState } from 'preact/hooks';

import { useCount } from '../services/counting.ts';
import { soundBody } from '../services/draft-faults.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { targetFaults } from '../services/target.ts';
import { AudienceFields } from './audience-fields.tsx';
import { Choice } from './choice.tsx';
import { CountCard } from './count-card.tsx';
import { NextLink } from './next-link.tsx';
import { Notice } from './notice.tsx';

/** Who gets it. Nothing is chosen beforehand, and everyone comes last. */
export function PeopleStep({ keeper, next }: { readonly keeper: DraftKeeper; readonly next: string }) {
  const target = keeper.draft.value.target_criteria;
  const [isTried, setTried] = useState(false);
  const counting = useCount(target, undefined, () => soundBody(keeper.draft.value));
  return (
    <div class="builder">
      <div class="stack">
        <AudienceFields target={target} onChange={(target_criteria) => keeper.change({ target_criteria })} />
        <div class="part">
          <Choice
            is={target?.all === true}
            onChange={(is) => keeper.change({ target_criteria: is ? { all: true } : undefined })}
          >
            Everyone who said yes
          </Choice>
        </div>
        {isTried && !target && (
          <Notice tone="bad" alert>
            Choose who gets it.
          </Notice>
        )}
      </div>
      <div class="beside">
        <CountCard
          counting={counting}
          isChosen={target !== undefined}
          contents={keeper.draft.value.contents}
          of={keeper.saving.value === 'saved' ? keeper.campaign.value?.id : undefined}
        />
      </div>
      <NextLink
        href={next}
        open={target && !counting.isCounting && targetFaults(target).length === 0 ? 0 : 1}
        onRefused={() => setTried(true)}
      />
    </div>
  );
}
