const BASE = '/console';

type Query = Readonly<Record<string, string | undefined>>;

/** The address of a page: `link('/campaigns', { status: 'sending' })`. Empty values are left out. */
export const link = (path: string, query?: Query): string => withQuery(`${BASE}${path}`, query);

/** The same of a whole path. */
export function withQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => !!entry[1]);
  return `${path}${given.length > 0 ? `?${new URLSearchParams(given).toString()}` : ''}`;
}

/** The filters of an address that have a value. */
export const filtersOf = (query: Query, names: readonly string[]): Query =>
  Object.fromEntries(names.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
