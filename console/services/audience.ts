import type { paths } from '../../client/src/schema.ts';
import { link } from './link.ts';
import { may } from './scopes.ts';

type Query = NonNullable<paths['/v1/campaigns/{id}/audience']['get']['parameters']['query']>;
type Outcome = NonNullable<Query['outcome']>;

/** As what the check counts somebody; Herald refuses what it does not know. */
export const outcomeOf = (text: string | undefined): Outcome => (text ?? 'reached') as Outcome;

/** The page of those whom a figure of a saved campaign's check counts, for who may see people. */
export const audienceLink = (id: string, outcome: string): string | undefined =>
  may('customers:read') ? link(`/campaigns/${id}/audience`, { outcome }) : undefined;
