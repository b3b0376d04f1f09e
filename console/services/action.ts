import { useState } from 'preact/hooks';

import { faultsOf, sentence, type FieldFault } from './api.ts';

export interface Doing<Given extends readonly unknown[]> {
  readonly isBusy: boolean;
  /** What went wrong the last time, as a sentence. */
  readonly fault: string | undefined;
  /** The fields that were refused the last time. */
  readonly faults: readonly FieldFault[];
  run(...given: Given): void;
}

/** Runs something that changes Herald: once at a time, and what goes wrong is said. */
export function useAction<Given extends readonly unknown[]>(act: (...given: Given) => Promise<unknown>): Doing<Given> {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  return {
    isBusy,
    fault: fault === undefined ? undefined : sentence(fault),
    faults: faultsOf(fault),
    run(...given) {
      if (isBusy) return;
      setBusy(true);
      setFault(undefined);
      act(...given)
        .catch(setFault)
        .finally(() => setBusy(false));
    },
  };
}
