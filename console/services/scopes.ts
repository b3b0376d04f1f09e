import { permits } from '../../shared/contract/permits.ts';
import { me, type Scope } from './session.ts';

/** Whether whoever is signed in may do what needs this scope. What is hidden is refused by the API, too. */
export function may(needed: Scope): boolean {
  return permits(me.value?.scopes ?? [], needed);
}
