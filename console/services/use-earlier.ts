import { useState } from 'preact/hooks';

import { useAction, type Doing } from './action.ts';
import { withPage, type Read } from './earlier.ts';
import { useLive, type Live } from './live.ts';

export interface Earlier<Row> {
  /** The newest page. */
  readonly live: Live<Read<Row>>;
  /** All pages that were read. */
  readonly read: Read<Row> | undefined;
  /** Reads the next. */
  readonly reading: Doing<[]>;
}

/** A list that grows by a page when somebody asks for what was before. @param load the same for as long as the list is */
export function useEarlier<Row>(
  load: (page: { readonly cursor?: string }, signal?: AbortSignal) => Promise<Read<Row>>,
): Earlier<Row> {
  const live = useLive((signal) => load({}, signal), [load]);
  const [all, setAll] = useState<{ readonly after: unknown; readonly read: Read<Row> }>();
  // Once the newest page was loaded anew, what followed the former does not follow it.
  const read = all && all.after === live.data ? all.read : live.data;
  const reading = useAction(async () => {
    if (!read?.next_cursor) return;
    setAll({ after: live.data, read: withPage(read, await load({ cursor: read.next_cursor })) });
  });
  return { live, read, reading };
}
