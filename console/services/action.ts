import { useState } from 'preact/hooks';

import { sentence } from './api.ts';

export interface Doing {
  readonly isBusy: boolean;
  /** What went wrong the last time, as a sentence. */
  readonly fault: string | undefined;
  run(): void;
}

/** Runs something that changes Herald: once at a time, and what goes wrong is said. */
export function useAction(act: () => Promise<unknown>): Doing {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  return {
    isBusy,
    fault,
    run() {
      if (isBusy) return;
      setBusy(true);
      setFault(undefined);
      act()
        .catch((error: unknown) => setFault(sentence(error)))
        .finally(() => setBusy(false));
    },
  };
}
