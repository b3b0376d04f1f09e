import { FUNCTIONS } from '../../lib/functions.ts';
import type { Grant } from '../../shared/contract/grants.ts';
import type { TransactWrite } from '../../shared/platform/table-commands.ts';

const GRANTS = new Map(FUNCTIONS.map(({ id, grants }) => [id, new Set<string>(grants)]));

/** Tells of a call that a function makes, before it does. */
export type Permit = (grant: Grant) => void;

/**
 * Holds a function of the service to the grants that it declares. A call without one is made all the same, so that the world
 * shows what else is wrong.
 * @param id as its contract or construct names it
 * @param onDenied is told of each call without a grant
 * @throws Error when there is no such function
 */
export function permitsOf(id: string, onDenied: (what: string) => void): Permit {
  const grants = GRANTS.get(id);
  if (!grants) throw new Error(`No function is called ${id}.`);
  return (grant) => {
    if (!grants.has(grant)) onDenied(`${id} calls ${grant}, which it may not: declare the grant, or make no such call`);
  };
}

/** The grant that one write of a transaction needs. */
export function grantOf(write: TransactWrite): Grant {
  if ('check' in write) return 'table:ConditionCheckItem';
  if ('remove' in write) return 'table:DeleteItem';
  return 'put' in write ? 'table:PutItem' : 'table:UpdateItem';
}
