import { permits } from '../contract/permits.ts';
import type { Scope } from '../contract/scope.ts';
import { HeraldError } from '../platform/errors.ts';
import type { Actor } from './actor.ts';
import type { Member } from './member.ts';

/** The caller of a request. Every key of the table is built from its tenant. */
export interface Caller {
  readonly tenant_id: string;
  readonly scopes: readonly Scope[];
  readonly actor: Actor;
  /** Who a member is. */
  readonly member?: Member;
}

/** @throws HeraldError 403 when the caller lacks the scope */
export function requireScope({ scopes }: Pick<Caller, 'scopes'>, scope: Scope): void {
  if (!permits(scopes, scope))
    throw new HeraldError('forbidden', 'scope.missing', `This needs the scope ${scope}, which your key does not have.`);
}
