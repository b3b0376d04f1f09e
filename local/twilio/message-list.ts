import type { DatabaseSync } from 'node:sqlite';
import { ApiError } from './api-error.ts';
import { resource, type MessageRow } from './message.ts';
import type { Answer, Call } from './route.ts';

const DAY_MS = 86_400_000;

/** Newest first. Dates are compared by day (UTC); a time of day is ignored. */
export function messageList(db: DatabaseSync): (call: Call) => Answer {
  return ({ accountSid, path, query }) => {
    const size = Math.min(1000, wholeNumber(query, 'PageSize', 50));
    const page = wholeNumber(query, 'Page', 0);
    if (page > 0 && !query.has('PageToken')) throw new ApiError(20001, 'Page without PageToken');
    const conditions = { ...conditionsOf(query), 'account_sid = ?': accountSid };
    const rows = db
      .prepare(
        `SELECT * FROM twilio_messages WHERE ${Object.keys(conditions).join(' AND ')} ORDER BY id DESC LIMIT ${size + 1}`,
      )
      .all(...Object.values(conditions)) as unknown as MessageRow[];
    const shown = rows.slice(0, size);
    const uri = (changes: Record<string, string>) =>
      `${path}?${new URLSearchParams({ ...Object.fromEntries(query), PageSize: String(size), ...changes })}`;
    const next = rows.length > size ? uri({ Page: String(page + 1), PageToken: `PA${shown.at(-1)?.sid}` }) : null;
    const now = Date.now();
    const body = {
      messages: shown.map((row) => resource(row, now)),
      page,
      page_size: size,
      start: page * size,
      end: page * size + Math.max(0, shown.length - 1),
      uri: uri({}),
      first_page_uri: `${path}?${firstPage(query, size)}`,
      next_page_uri: next,
      previous_page_uri: null,
    };
    return { status: 200, body };
  };
}

function conditionsOf(query: URLSearchParams): Record<string, string | number> {
  const conditions: Record<string, string | number> = {};
  const add = (condition: string, name: string, value: (given: string) => string | number) => {
    const given = query.get(name);
    if (given) conditions[condition] = value(given);
  };
  add('recipient = ?', 'To', String);
  add('sender = ?', 'From', String);
  add('coalesce(sent_at, created_at) / 86400000 = ?', 'DateSent', dayOf);
  add('coalesce(sent_at, created_at) / 86400000 >= ?', 'DateSent>', dayOf);
  add('coalesce(sent_at, created_at) / 86400000 <= ?', 'DateSent<', dayOf);
  add('id < (SELECT id FROM twilio_messages WHERE sid = ?)', 'PageToken', (token) => token.slice(2));
  return conditions;
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

/** @throws ApiError 20001 */
function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const given = query.get(name) ?? String(fallback);
  if (!/^\d+$/.test(given)) throw new ApiError(20001, `Invalid ${name}`);
  return Number(given);
}
