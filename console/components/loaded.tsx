import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';

import { HeraldProblem, sentence } from '../services/api.ts';
import { clock } from '../services/format.ts';
import type { Live } from '../services/live.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { Time } from './time.tsx';

export interface LoadedProps<T> {
  readonly from: Live<T>;
  /** What this is called where it fails: "the report". */
  readonly what: string;
  /** How many lines the place takes while it loads. */
  readonly lines?: number;
  readonly children: (data: T) => ComponentChildren;
}

/** The states of what Herald is asked for: loading, failed, refused, old; else the content. The last figures stay. */
export function Loaded<T>({ from, what, lines = 3, children }: LoadedProps<T>) {
  const { data, error } = from;
  if (data === undefined) {
    if (error !== undefined) return <Failure error={error} what={what} again={from.refresh} />;
    return <Skeleton lines={lines} what={what} />;
  }
  return (
    <>
      {error !== undefined && <Stale from={from} />}
      <div class={error === undefined ? undefined : 'stale'}>{children(data)}</div>
    </>
  );
}

/** The place of what is being loaded. */
export function Skeleton({ lines, what }: { readonly lines: number; readonly what: string }) {
  return (
    <div class="skeleton" aria-busy="true">
      <span class="hidden">Loading {what}</span>
      {Array.from({ length: lines }, (_, line) => (
        <i key={line} />
      ))}
    </div>
  );
}

function Failure({
  error,
  what,
  again,
}: {
  readonly error: unknown;
  readonly what: string;
  readonly again: () => void;
}) {
  const { path, url } = useLocation();
  const status = error instanceof HeraldProblem ? error.problem.status : undefined;
  // A filter that nobody can choose here, a place in a list that has gone.
  if ((status === 400 || status === 404) && url !== path)
    return (
      <Notice tone="warn" action={<a href={path}>Show all</a>}>
        The address asks for what is not there. {sentence(error)}
      </Notice>
    );
  if (status === 403)
    return (
      <Notice tone="info">
        You may not see {what}. {sentence(error)}
      </Notice>
    );
  if (status === 404) return <Notice tone="warn">There is no such thing here: {what} may have been deleted.</Notice>;
  return (
    <Notice tone="bad" action={<Button onClick={again}>Try again</Button>}>
      Could not load {what}: {sentence(error)}
    </Notice>
  );
}

function Stale<T>({ from: { at, againAt, refresh, error } }: { readonly from: Live<T> }) {
  const seconds = againAt === undefined ? undefined : Math.max(1, Math.round((againAt - Date.now()) / 1000));
  return (
    <Notice tone="warn" action={<Button onClick={refresh}>Now</Button>}>
      Not live since <Time at={at} as={clock} />.{' '}
      {seconds === undefined ? sentence(error) : `Trying again in ${seconds} s.`}
    </Notice>
  );
}
