import { useState } from 'preact/hooks';

import { sentence } from './api.ts';

export interface Doing<Given extends readonly unknown[]> {
  readonly isBusy: boolean;
  /** What went wrong the last time, as a sentence. */
  readonly fault: string | undefined;
  run(...given: Given): void;
}

/** Runs something that changes Herald: once at a time, and what goes wrong is said. */
export function useAction<Given extends readonly unknown[]>(act: (...given: Given) => Promise<unknown>): Doing<Given> {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  return {
    isBusy,
    fault,
    run(...given) {
      if (isBusy) return;
      setBusy(true);
      setFault(undefined);
      act(...given)
        .catch((error: unknown) => setFault(sentence(error)))
        .finally(() => setBusy(false));
    },
  };
}
