import { useEffect, useState } from 'preact/hooks';

import { answerOf, api, sentence, type Preflight } from './api.ts';
import { bodyOf, type Draft, type Target } from './draft.ts';
import { draftFaults } from './draft-faults.ts';

const WAIT_MS = 300;

export interface Counting {
  readonly preflight?: Preflight | undefined;
  readonly isCounting: boolean;
  readonly fault?: string | undefined;
}

/** Whom an unsaved draft would reach: counted again a moment after the last change, and only the last request counts. */
export function useCount(draft: Draft, target: Target | undefined): Counting {
  const [counting, setCounting] = useState<Counting>({ isCounting: false });
  const key = JSON.stringify(target);
  useEffect(() => {
    if (!target) {
      setCounting({ isCounting: false });
      return;
    }
    const asking = new AbortController();
    setCounting((before) => ({ preflight: before.preflight, isCounting: true }));
    const timer = setTimeout(() => {
      // A message that has faults still has an audience.
      const content = draftFaults(draft).length === 0 ? bodyOf(draft) : {};
      answerOf(
        api.POST('/v1/campaigns/preflight', { body: { ...content, target_criteria: target }, signal: asking.signal }),
      ).then(
        (preflight) => setCounting({ preflight, isCounting: false }),
        (error: unknown) => {
          if (!asking.signal.aborted) setCounting({ isCounting: false, fault: sentence(error) });
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
