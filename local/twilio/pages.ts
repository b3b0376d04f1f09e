import { ApiError } from './api-error.ts';
import type { Answer, Call } from './route.ts';

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1000;

interface Listed<Row> {
  /** Where Twilio has this list: `https://content.twilio.com`. */
  readonly host: string;
  /** The name of the list within the answer. */
  readonly key: string;
  /** At most `limit` rows after the one with this id, from the beginning when it is undefined. */
  readonly rows: (limit: number, after: string | undefined) => readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly shown: (row: Row) => object;
}

/** A page of a list, in the form of Twilio's newer APIs: `PageSize`, `Page`, `PageToken`, and `meta`. @throws ApiError 20001 */
export function pageOf<Row>({ path, query }: Call, { host, key, rows, idOf, shown }: Listed<Row>): Answer {
  const size = Math.min(MAX_SIZE, Math.max(1, wholeNumber(query, 'PageSize', DEFAULT_SIZE)));
  const page = wholeNumber(query, 'Page', 0);
  const token = query.get('PageToken') ?? undefined;
  if (page > 0 && !token) throw new ApiError(20001, 'Page without PageToken');
  const found = rows(size + 1, token?.slice(2));
  const listed = found.slice(0, size);
  const last = listed.at(-1);
  const { PageToken: _, ...rest } = Object.fromEntries(query);
  const uri = (changes: Record<string, string>) =>
    `${host}${path}?${new URLSearchParams({ ...rest, PageSize: String(size), ...changes })}`;
  const hasNext = found.length > size && last !== undefined;
  const meta = {
    page,
    page_size: size,
    first_page_url: uri({ Page: '0' }),
    previous_page_url: null,
    url: uri({ Page: String(page), ...(token && { PageToken: token }) }),
    next_page_url: hasNext ? uri({ Page: String(page + 1), PageToken: `PA${idOf(last)}` }) : null,
    key,
  };
  return { status: 200, body: { [key]: listed.map(shown), meta } };
}

/** @throws ApiError 20001 */
export function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const given = query.get(name) ?? String(fallback);
  if (!/^\d{1,9}$/.test(given)) throw new ApiError(20001, `Invalid ${name}`);
  return Number(given);
}
