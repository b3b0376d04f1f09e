import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';

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
  readonly count?: 'true';
  readonly limit?: 1;
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
  /** How many there were when somebody saw their number. */
  readonly before?: number | undefined;
  /** How often the newest page is asked for again. */
  readonly every?: Cadence<Listing<Row>>;
  /** What is said where nothing is. */
  readonly empty: ComponentChildren;
  readonly children: (rows: readonly Row[]) => ComponentChildren;
}

/** A list by pages, whose place is in the address. */
export function Listed<Row>({
  what,
  path,
  query = {},
  load,
  isCounted,
  before,
  every,
  empty,
  children,
}: ListedProps<Row>) {
  const { cursor } = useLocation().query;
  const of = link(path, query);
  const list = useLive((signal) => load(cursor ? { cursor } : {}, signal), [of, cursor], cursor ? undefined : every);
  return (
    <div class="stack">
      {isCounted && <Total key={of} load={load} before={before} />}
      <Loaded from={list} what={what} lines={8}>
        {({ data, next_cursor }) => (
          <div class="stack">
            {data.length > 0 ? children(data) : next_cursor ? <Empty>None on this page; there are more.</Empty> : empty}
            <More
              next={next_cursor ? link(path, { ...query, cursor: next_cursor }) : undefined}
              first={cursor ? of : undefined}
            />
          </div>
        )}
      </Loaded>
    </div>
  );
}

/** How many there are in all. Counting reads the whole list, so the rows do not wait for it; it is kept while pages turn. */
function Total<Row>({ load, before = NaN }: Pick<ListedProps<Row>, 'load' | 'before'>) {
  const { data, isLoading } = useLive((signal) => load({ count: 'true', limit: 1 }, signal), []);
  if (isLoading) return <p class="meta">Counting…</p>;
  if (!data?.count) return null;
  const { value, complete } = data.count;
  return (
    <p>
      <strong class="figures">
        {count(value)}
        {!complete && ' or more'}
      </strong>{' '}
      {value === 1 ? 'person' : 'people'}
      {value > before && `; ${count(value - before)} more came in since`}
    </p>
  );
}
