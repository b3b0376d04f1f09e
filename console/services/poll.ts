import { canPass, nextLook } from './next-look.ts';

/** How long until the next look, in milliseconds, by what was seen and how often it was the same; undefined: no other. */
export type Cadence<T> = (data: T, unchanged: number) => number | undefined;

export interface Seen<T> {
  readonly data?: T | undefined;
  /** Of the last attempt; the data is of the one before. */
  readonly error?: unknown;
  /** When the data came, as milliseconds since 1970. */
  readonly at?: number | undefined;
  readonly isLoading: boolean;
  /** When it is asked again after a failure. */
  readonly againAt?: number | undefined;
}

export interface PollOptions<T> {
  readonly load: (signal: AbortSignal) => Promise<T>;
  readonly every?: Cadence<T> | undefined;
  readonly report: (change: (seen: Seen<T>) => Seen<T>) => void;
}

/** A list is not watched; whoever comes back to it after this long sees it anew. */
const OLD_MS = 60_000;

/** Looks at something again and again: never twice at once, not in a hidden tab, not without a network. */
export function poll<T>({ load, every, report }: PollOptions<T>): {
  readonly now: () => void;
  readonly end: () => void;
} {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;
  let [failures, unchanged, before, at] = [0, 0, '', 0];

  function stop(): void {
    clearTimeout(timer);
    asking?.abort();
    asking = undefined;
  }

  function later(ms: number | undefined): void {
    if (ms !== undefined && !document.hidden) timer = setTimeout(now, ms);
  }

  function now(): void {
    stop();
    const mine = (asking = new AbortController());
    report((seen) => ({ ...seen, isLoading: true }));
    load(mine.signal).then(
      (data) => {
        if (mine.signal.aborted) return;
        const shown = JSON.stringify(data, (key, value: unknown) => (key === 'generated_at' ? undefined : value));
        unchanged = shown === before ? unchanged + 1 : 0;
        [failures, before, at] = [0, shown, Date.now()];
        report(() => ({ data, at, isLoading: false }));
        later(every?.(data, unchanged));
      },
      (error: unknown) => {
        if (mine.signal.aborted) return;
        const ms = canPass(error) ? nextLook(error, ++failures) : undefined;
        const againAt = ms && Date.now() + ms;
        report((seen) => ({ ...seen, error, isLoading: false, againAt }));
        later(ms);
      },
    );
  }

  function onVisibility(): void {
    if (document.hidden) stop();
    else if (every || Date.now() - at > OLD_MS) now();
  }

  document.addEventListener('visibilitychange', onVisibility);
  addEventListener('online', now);
  addEventListener('offline', stop);
  now();
  return {
    now,
    end() {
      stop();
      document.removeEventListener('visibilitychange', onVisibility);
      removeEventListener('online', now);
      removeEventListener('offline', stop);
    },
  };
}
