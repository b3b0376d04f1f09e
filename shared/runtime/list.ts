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
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
}

/**
 * Answers one page of a list, shorter than the limit where it would be too many bytes. Its cursor is sealed for the tenant,
 * the list and the filters.
 * @param show an item as it is answered
 * @throws HeraldError 400 unless the cursor is from this list and tenant
 */
export async function answerList<Item, Shown = Item>(
  cursors: CursorSeal,
  { caller, list, query }: ListRequest,
  fetch: (range: Range) => Promise<StorePage<Item>>,
  show: (item: Item) => Shown = (item) => item as unknown as Shown,
): Promise<{ data: Shown[]; next_cursor: string | null }> {
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
  return { data, next_cursor: last ? await cursors.seal(caller.tenant_id, binding, last) : null };
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
