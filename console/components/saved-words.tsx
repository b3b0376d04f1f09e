import type { ComponentChildren } from 'preact';

import type { DraftKeeper } from '../services/draft-keeper.ts';
import { clock, counted } from '../services/format.ts';
import { Chip } from './chip.tsx';
import { Time } from './time.tsx';

/** Where the draft is kept now, and what keeps it from being saved. */
export function SavedWords({ keeper }: { readonly keeper: DraftKeeper }) {
  return (
    <>
      <Chip status={keeper.campaign.value?.status ?? 'draft'} />
      <span class="meta">{words(keeper)}</span>
    </>
  );
}

function words({ saving, savedAt, faults, problem, campaign }: DraftKeeper): ComponentChildren {
  const open = faults.value.length;
  switch (saving.value) {
    case 'saving':
      return 'Saving…';
    case 'saved':
      return (
        <>
          Saved <Time at={savedAt.value} as={clock} />
        </>
      );
    case 'failed':
      return `Not saved: ${problem.value}`;
    case 'changed_elsewhere':
      return 'Not saved: changed elsewhere';
    case 'kept':
      if (open === 0) return 'Kept on this computer';
      return `Kept on this computer; ${counted(open, 'thing')} to ${campaign.value ? 'fix' : 'write'} before it can be saved`;
  }
}
