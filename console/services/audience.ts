import type { paths } from '../../client/src/schema.ts';
import { filtersOf } from './link.ts';

type Query = NonNullable<paths['/v1/campaigns/{id}/audience']['get']['parameters']['query']>;

const NAMES = ['outcome', 'content', 'lacking', 'country', 'category', 'waits'] as const satisfies (keyof Query)[];
type Name = (typeof NAMES)[number];

/** A figure of the check, as an address names it; Herald refuses what it does not know. */
export type AudienceFigure = { readonly [name in Name]?: string };

export const figureOf = (query: AudienceFigure) => ({
  outcome: 'reached' as const,
  ...(filtersOf(query, NAMES) as Pick<Query, Name>),
});
