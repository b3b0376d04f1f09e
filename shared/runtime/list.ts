import { invalid } from '../platform/errors.ts';
import { sha256 } from '../platform/ids.ts';
import type { Position, Range, StorePage } from '../platform/page.ts';
import type { Caller } from '../tenancy/caller.ts';

/**
 * One page of a list, its cursor bound to the tenant and to the list with its filters.
 * @param list names the list and everything that selects from it: ['campaigns', 'paused']
 * @throws HeraldError 400 when the cursor is not one that this list gave to this tenant
 */
export async function answerList<One>(
  caller: Caller,
  list: readonly (string | undefined)[],
  query: { readonly limit: number; readonly cursor?: string | undefined },
  fetch: (range: Range) => Promise<StorePage<One>>,
): Promise<{ data: One[]; next_cursor: string | null }> {
  const binding = JSON.stringify([caller.tenant_id, ...list.map((part) => part ?? null)]);
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, binding);
  const page = await fetch({ limit: query.limit, ...(after && { after }) });
  return { data: [...page.items], next_cursor: page.last ? encodeCursor(page.last, binding) : null };
}

function encodeCursor(position: Position, binding: string): string {
  const text = JSON.stringify(position);
  return Buffer.from(checksum(text, binding) + text).toString('base64url');
}

function decodeCursor(cursor: string, binding: string): Position {
  const text = Buffer.from(cursor, 'base64url').toString();
  const position = text.slice(CHECKSUM_LENGTH);
  if (text.slice(0, CHECKSUM_LENGTH) === checksum(position, binding)) return JSON.parse(position) as Position;
  throw invalid([
    { path: 'cursor', code: 'cursor', message: 'This cursor was not given out by this list; start without one.' },
  ]);
}

const CHECKSUM_LENGTH = 16;

function checksum(text: string, binding: string): string {
  return sha256(`${binding}\n${text}`).slice(0, CHECKSUM_LENGTH);
}
