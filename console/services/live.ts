import { useEffect, useRef, useState } from 'preact/hooks';

import { isExpired, session } from './session.ts';
import { poll, type Cadence, type Seen } from './poll.ts';

export interface Live<T> extends Seen<T> {
  refresh(): void;
}

/**
 * What Herald says now, and again as `every` says. The last data stays while other data is loaded, and after a failure.
 * @param deps what `load` depends on
 */
export function useLive<T>(
  load: (signal: AbortSignal) => Promise<T>,
  deps: readonly unknown[],
  every?: Cadence<T>,
): Live<T> {
  const [seen, setSeen] = useState<Seen<T>>({ isLoading: true });
  const latest = useRef({ load, every });
  latest.current = { load, every };
  const again = useRef<() => void>(() => {});
  useEffect(() => {
    if (isExpired.value) return;
    const { now, end } = poll<T>({
      load: (signal) => latest.current.load(signal),
      every: every && ((data, unchanged) => latest.current.every?.(data, unchanged)),
      report: setSeen,
    });
    again.current = now;
    return end;
  }, [...deps, session.value?.id, isExpired.value, every !== undefined]);
  return { ...seen, refresh: () => again.current() };
}
