import type { Schemas } from '../../client/src/client.ts';

type Import = Pick<Schemas['Import'], 'created_at' | 'ended_at' | 'progress'>;

/** How many rows an import takes, or would take. */
export const rowsTaken = ({ progress: { imported = 0, updated = 0 } }: Pick<Import, 'progress'>): number =>
  imported + updated;

/** How a campaign asks for the people of an import: in its criteria, and in the address of a new one. */
export type Imported = Readonly<Record<'imported_after' | 'imported_before', string>>;

/** The people of an import that has ended; undefined where it took nobody, or nobody knows any more when it ended. */
export function peopleOf({ created_at, ended_at, progress }: Import): Imported | undefined {
  return ended_at !== null && rowsTaken({ progress }) > 0
    ? { imported_after: created_at, imported_before: ended_at }
    : undefined;
}

/** The people whom an address asks for, where it has two times. */
export const peopleIn = ({ imported_after = '', imported_before = '' }: Partial<Imported>): Imported | undefined =>
  Date.parse(imported_after) && Date.parse(imported_before) ? { imported_after, imported_before } : undefined;
