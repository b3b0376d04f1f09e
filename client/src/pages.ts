import type { Client } from 'openapi-fetch';

import { answerOf } from './problem.ts';
import type { paths } from './schema.ts';

interface Page {
  readonly data: readonly unknown[];
  readonly next_cursor: string | null;
}

type PageOf<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Answer extends Page } } } };
}
  ? Answer
  : never;

/** The paths whose GET is a list with pages. */
export type ListPath = { [Path in keyof paths]: PageOf<Path> extends never ? never : Path }[keyof paths];

export type Entry<Path extends ListPath> = PageOf<Path>['data'][number];

/** What a list needs and may be given: its path's parameters and its filters. */
export type ListParameters<Path extends ListPath> = paths[Path] extends {
  get: { parameters: { path?: infer InPath; query?: infer Query } };
}
  ? (undefined extends InPath ? { readonly path?: never } : { readonly path: InPath }) & {
      readonly query?: Omit<NonNullable<Query>, 'cursor'>;
    }
  : never;

export interface ListOptions {
  /** How many pages are read at most. 100 of 100 entries each, unless it says otherwise. */
  readonly maxPages?: number;
  readonly signal?: AbortSignal;
}

const MAX_PAGES = 100;

/**
 * The pages of a list, one request each, until the last. A page that is filtered may be empty while more follow.
 * @throws HeraldProblem for an error, and Error when pages follow `maxPages`: part of a list is not taken for the whole
 */
export async function* pages<Path extends ListPath>(
  herald: Client<paths>,
  path: Path,
  parameters: ListParameters<Path>,
  { maxPages = MAX_PAGES, signal }: ListOptions = {},
): AsyncGenerator<PageOf<Path>, void, undefined> {
  // The parameters fit the path by this function's type, which the compiler cannot follow into the client's.
  const get = herald.GET as unknown as (
    path: Path,
    init: object,
  ) => Promise<{ data: PageOf<Path>; response: Response }>;
  let cursor: string | undefined;
  for (let read = 0; read < maxPages; read++) {
    const query = { limit: 100, ...parameters.query, ...(cursor !== undefined && { cursor }) };
    const page = await answerOf(get(path, { params: { ...parameters, query }, ...(signal && { signal }) }));
    yield page;
    if (page.next_cursor === null) return;
    cursor = page.next_cursor;
  }
  throw new Error(`${path} has more than ${maxPages} pages: narrow it by its filters, or raise maxPages.`);
}

/** The entries of a list, whose pages are read as they are needed. @throws as `pages` does */
export async function* entries<Path extends ListPath>(
  herald: Client<paths>,
  path: Path,
  parameters: ListParameters<Path>,
  options?: ListOptions,
): AsyncGenerator<Entry<Path>, void, undefined> {
  for await (const { data } of pages(herald, path, parameters, options)) yield* data as Entry<Path>[];
}
