import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { ApiError } from './api-error.ts';
import { resource, type MessageRow } from './message.ts';
import { wholeNumber } from './pages.ts';
import { receivedResource, type ReceivedRow } from './received.ts';
import type { Answer, Call } from './route.ts';

const DAY_MS = 86_400_000;

/** Messages of both directions under the same names, each with its place in the list. */
const BOTH = `(SELECT 'out' AS direction, id, sid, account_sid, recipient AS "to", sender AS "from", created_at,
    coalesce(sent_at, created_at) AS day_at FROM twilio_messages
  UNION ALL SELECT 'in', id, sid, account_sid, sender, person, received_at, received_at FROM twilio_received)`;
const PLACE = `(created_at, direction, id)`;

interface Listed {
  readonly direction: 'in' | 'out';
  readonly id: number;
  readonly created_at: number;
}

/** Newest first, both directions. Dates are compared by day (UTC); a time of day is ignored. */
export function messageList(db: DatabaseSync): (call: Call) => Answer {
  const outbound = db.prepare('SELECT * FROM twilio_messages WHERE id = ?');
  const inbound = db.prepare('SELECT * FROM twilio_received WHERE id = ?');
  const shown = ({ direction, id }: Listed, now: number) =>
    direction === 'out'
      ? resource(outbound.get(id) as unknown as MessageRow, now)
      : receivedResource(inbound.get(id) as unknown as ReceivedRow);

  return ({ accountSid, path, query }) => {
    const size = Math.min(1000, wholeNumber(query, 'PageSize', 50));
    const page = wholeNumber(query, 'Page', 0);
    if (page > 0 && !query.has('PageToken')) throw new ApiError(20001, 'Page without PageToken');
    const conditions: [string, SQLInputValue[]][] = [['account_sid = ?', [accountSid]], ...conditionsOf(query)];
    const rows = db
      .prepare(
        `SELECT * FROM ${BOTH} WHERE ${conditions.map(([condition]) => condition).join(' AND ')}
         ORDER BY created_at DESC, direction DESC, id DESC LIMIT ${size + 1}`,
      )
      .all(...conditions.flatMap(([, values]) => values)) as unknown as Listed[];
    const listed = rows.slice(0, size);
    const uri = (changes: Record<string, string>) =>
      `${path}?${new URLSearchParams({ ...Object.fromEntries(query), PageSize: String(size), ...changes })}`;
    const now = Date.now();
    const body = {
      messages: listed.map((row) => shown(row, now)),
      page,
      page_size: size,
      start: page * size,
      end: page * size + Math.max(0, listed.length - 1),
      uri: uri({}),
      first_page_uri: `${path}?${firstPage(query, size)}`,
      next_page_uri: rows.length > size ? uri({ Page: String(page + 1), PageToken: tokenOf(listed.at(-1)!) }) : null,
      previous_page_uri: null,
    };
    return { status: 200, body };
  };
}

function conditionsOf(query: URLSearchParams): [string, SQLInputValue[]][] {
  const conditions: [string, SQLInputValue[]][] = [];
  const add = (condition: string, name: string, values: (given: string) => SQLInputValue[]) => {
    const given = query.get(name);
    if (given) conditions.push([condition, values(given)]);
  };
  add('"to" = ?', 'To', (given) => [given]);
  add('"from" = ?', 'From', (given) => [given]);
  add('day_at / 86400000 = ?', 'DateSent', (date) => [dayOf(date)]);
  add('day_at / 86400000 >= ?', 'DateSent>', (date) => [dayOf(date)]);
  add('day_at / 86400000 <= ?', 'DateSent<', (date) => [dayOf(date)]);
  add(`${PLACE} < (?, ?, ?)`, 'PageToken', placeOf);
  return conditions;
}

/** The place of the last message of a page. */
function tokenOf({ created_at, direction, id }: Listed): string {
  return `PA${created_at}.${direction}.${id}`;
}

/** @throws ApiError 20001 */
function placeOf(token: string): SQLInputValue[] {
  const [, createdAt, direction, id] = /^PA(\d+)\.(in|out)\.(\d+)$/.exec(token) ?? [];
  if (!direction) throw new ApiError(20001, 'Invalid PageToken');
  return [Number(createdAt), direction, Number(id)];
}

/** Days since 1970. @throws ApiError 20001 */
function dayOf(date: string): number {
  const at = Date.parse(date);
  if (!/^\d{4}-\d\d-\d\d/.test(date) || Number.isNaN(at)) throw new ApiError(20001, 'Invalid date');
  return Math.floor(at / DAY_MS);
}

function firstPage(query: URLSearchParams, size: number): URLSearchParams {
  const { PageToken: _token, ...rest } = Object.fromEntries(query);
  return new URLSearchParams({ ...rest, PageSize: String(size), Page: '0' });
}
