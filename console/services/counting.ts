import { useEffect, useState } from 'preact/hooks';

import { answerOf, api, faultsOf, sentence, type FieldFault, type Preflight, type Schemas } from './api.ts';
import type { Target } from './draft.ts';
import type { Recurrence } from './recurrence.ts';
import { may } from './scopes.ts';
import { targetFaults } from './target.ts';

const WAIT_MS = 300;

/** Whoever only looks at campaigns has nobody counted. */
export const mayCount = () => may('conversations:view');

export interface Counting {
  readonly preflight?: Preflight | undefined;
  readonly isCounting: boolean;
  readonly fault?: string | undefined;
  readonly faults?: readonly FieldFault[];
}

/**
 * Whom an unsaved draft would reach: counted again a moment after the last change, and only the last request counts.
 * @param contentOf what is asked for beside the people; whoever has no message yet has people all the same
 */
export function useCount(
  target: Target | undefined,
  recurrence?: Recurrence,
  contentOf: () => Schemas['UnfinishedDraft'] = () => ({}),
): Counting {
  const [counting, setCounting] = useState<Counting>({ isCounting: false });
  const key = JSON.stringify([target, recurrence]);
  useEffect(() => {
    if (!target || targetFaults(target).length > 0 || !mayCount()) {
      setCounting({ isCounting: false });
      return;
    }
    const asking = new AbortController();
    setCounting((before) => ({ preflight: before.preflight, isCounting: true }));
    const timer = setTimeout(() => {
      const body = { ...contentOf(), target_criteria: target, ...(recurrence && { recurrence }) };
      answerOf(api.POST('/v1/campaigns/preflight', { body, signal: asking.signal })).then(
        (preflight) => setCounting({ preflight, isCounting: false }),
        (error: unknown) => {
          if (!asking.signal.aborted)
            setCounting({ isCounting: false, fault: sentence(error), faults: faultsOf(error) });
        },
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [key]);
  return counting;
}
