import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';
import { useRef } from 'preact/hooks';

import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';
import type { Cadence } from '../services/poll.ts';
import { Empty } from './empty.tsx';
import { Loaded } from './loaded.tsx';
import { More } from './more.tsx';

/** A page of a list, as the API answers it. */
interface Listing<Row> {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
  readonly count?: { readonly value: number; readonly complete: boolean } | undefined;
}

/** Which page is asked for. */
interface ListedPage {
  readonly cursor?: string;
  /** Counting reads the whole list: it is asked for with the newest page, and kept for those before. */
  readonly count?: 'true';
}

export interface ListedProps<Row> {
  /** What this is called where it fails: "the templates". */
  readonly what: string;
  /** Its address without the page; whatever the filters are, they are part of it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly load: (page: ListedPage, signal: AbortSignal) => Promise<Listing<Row>>;
  /** Whether it says how many people there are. */
  readonly isCounted?: boolean;
  /** How often the newest page is asked for again. */
  readonly every?: Cadence<Listing<Row>>;
  /** What is said where nothing is. */
  readonly empty: ComponentChildren;
  readonly children: (rows: readonly Row[]) => ComponentChildren;
}

/** A list by pages, whose place is in the address. */
export function Listed<Row>({ what, path, query = {}, load, isCounted, every, empty, children }: ListedProps<Row>) {
  const { cursor } = useLocation().query;
  const of = link(path, query);
  const counted = useRef<{ readonly of: string; readonly found: Listing<Row>['count'] } | undefined>(undefined);
  const page: ListedPage = cursor ? { cursor } : isCounted ? { count: 'true' } : {};
  const list = useLive((signal) => load(page, signal), [of, cursor], cursor ? undefined : every);
  return (
    <Loaded from={list} what={what} lines={8}>
      {({ data, next_cursor, count: found }) => {
        if (found) counted.current = { of, found };
        const all = counted.current?.of === of ? counted.current.found : undefined;
        return (
          <div class="stack">
            {all && (
              <p>
                <strong class="figures">
                  {count(all.value)}
                  {!all.complete && ' or more'}
                </strong>{' '}
                {all.value === 1 ? 'person' : 'people'}
              </p>
            )}
            {data.length > 0 ? children(data) : next_cursor ? <Empty>None on this page; there are more.</Empty> : empty}
            <More
              next={next_cursor ? link(path, { ...query, cursor: next_cursor }) : undefined}
              first={cursor ? of : undefined}
            />
          </div>
        );
      }}
    </Loaded>
  );
}
