import { randomBytes } from 'node:crypto';

import type { Principal } from '../iam/principal.ts';
import { ALLOW_ALL } from '../iam/statement.ts';
import { ACCOUNT } from '../services/service.ts';

export interface Principals {
  /** The operator's access key. */
  readonly operator: string;
  /** @returns a new access key that identifies the principal */
  add(principal: Principal): string;
  find(accessKeyId: string): Principal | undefined;
}

/** Who may call the endpoint: the operator, who may do everything, and whoever is added. */
export function createPrincipals(): Principals {
  const byKey = new Map<string, Principal>();
  const add = (principal: Principal): string => {
    const accessKeyId = `LOCAL${randomBytes(12).toString('hex').toUpperCase()}`;
    byKey.set(accessKeyId, principal);
    return accessKeyId;
  };
  return {
    operator: add({ name: `arn:aws:iam::${ACCOUNT}:user/operator`, statements: ALLOW_ALL }),
    add,
    find: (accessKeyId) => byKey.get(accessKeyId),
  };
}
