import { invalid } from '../platform/errors.ts';
import { sha256 } from '../platform/ids.ts';
import type { Position, Range, StorePage } from '../platform/page.ts';
import type { Caller } from '../tenancy/caller.ts';

/**
 * Answers one page of a list. Its cursor is bound to the tenant, the list and the filters.
 * @param list the list's name and its filters: ['campaigns', 'paused']
 * @throws HeraldError 400 unless the cursor is from this list and tenant
 */
export async function answerList<Item>(
  caller: Caller,
  list: readonly (string | undefined)[],
  query: { readonly limit: number; readonly cursor?: string | undefined },
  fetch: (range: Range) => Promise<StorePage<Item>>,
): Promise<{ data: Item[]; next_cursor: string | null }> {
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
  throw invalid([{ path: 'cursor', code: 'cursor', message: 'This cursor is not from this list; start without one.' }]);
}

const CHECKSUM_LENGTH = 16;

function checksum(text: string, binding: string): string {
  return sha256(`${binding}\n${text}`).slice(0, CHECKSUM_LENGTH);
}
