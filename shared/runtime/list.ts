import { MAX_COUNTED, type Count } from '../platform/count-rows.ts';
import { invalid } from '../platform/errors.ts';
import type { Range, StorePage } from '../platform/page.ts';
import type { Caller } from '../tenancy/caller.ts';
import type { CursorSeal } from './cursor-seal.ts';

/** In bytes, as Lambda counts them: it answers at most 6 MB, and what a schema adds to the items has to fit, too. */
const MAX_PAGE_BYTES = 5_000_000;

/** Which list a caller asks for, and which page of it. */
export interface ListRequest {
  readonly caller: Pick<Caller, 'tenant_id'>;
  /** The list's name and its filters: ['campaigns', 'paused'] */
  readonly list: readonly (string | undefined)[];
  readonly query: { readonly limit: number; readonly cursor?: string | undefined; readonly count?: 'true' | undefined };
  /** Counts the whole list; unless it is given, page after page is read for it. */
  readonly count?: () => Promise<Count>;
}

/** What a list's query asks for besides which page of it. */
export function filtersOf<Asked extends ListRequest['query']>({
  limit: _,
  cursor: __,
  count: ___,
  ...filters
}: Asked): Omit<Asked, 'limit' | 'cursor' | 'count'> {
  return filters;
}

/**
 * Answers one page of a list, shorter than the limit where it would be too many bytes. Its cursor is sealed for the tenant,
 * the list and the filters.
 * @param show an item as it is answered
 * @throws HeraldError 400 unless the cursor is from this list and tenant
 */
export async function answerList<Item, Shown = Item>(
  cursors: CursorSeal,
  { caller, list, query, count = () => countOf(fetch) }: ListRequest,
  fetch: (range: Range) => Promise<StorePage<Item>>,
  show: (item: Item) => Shown = (item) => item as unknown as Shown,
): Promise<{ data: Shown[]; next_cursor: string | null; count?: Count }> {
  const binding = JSON.stringify(list.map((part) => part ?? null));
  const after = query.cursor === undefined ? undefined : await cursors.open(caller.tenant_id, binding, query.cursor);
  if (query.cursor !== undefined && !after) {
    const message = 'This cursor is not from this list; start without one.';
    throw invalid([{ path: 'cursor', code: 'cursor', message }]);
  }

  const upTo = async (limit: number) => {
    const { items, last } = await fetch({ limit, ...(after && { after }) });
    return { data: items.map(show), last };
  };
  const whole = await upTo(query.limit);
  const fitting = countFitting(whole.data);
  // Only the store knows where its items stand, so the shorter page is read again; it is rare.
  const { data, last } = fitting < whole.data.length ? await upTo(fitting) : whole;
  const next_cursor = last ? await cursors.seal(caller.tenant_id, binding, last) : null;
  return { data, next_cursor, ...(query.count && { count: await count() }) };
}

const COUNTED_AT_ONCE = 500;

/** Counts a whole list, from its beginning; a long one is cut short. */
async function countOf(fetch: (range: Range) => Promise<StorePage<unknown>>): Promise<Count> {
  let [value, read] = [0, 0];
  let after: StorePage<unknown>['last'];
  for (let pages = 0; pages < MAX_COUNTED / COUNTED_AT_ONCE && read < MAX_COUNTED; pages += 1) {
    const { items, last, scanned = items.length } = await fetch({ limit: COUNTED_AT_ONCE, ...(after && { after }) });
    value += items.length;
    read += scanned;
    if (!last) return { value, complete: true };
    after = last;
  }
  return { value, complete: false };
}

/** How many of the first items fit into an answer; one always does. */
function countFitting(items: readonly unknown[]): number {
  let bytes = 0;
  // The body is a string within Lambda's JSON, so its quotes count twice.
  const over = items.findIndex((item) => {
    bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(item)));
    return bytes > MAX_PAGE_BYTES;
  });
  return over === -1 ? items.length : Math.max(1, over);
}
