import type { Scope } from './scope.ts';

/** Which scopes that only read a scope includes: whoever may write something may read it. */
const INCLUDED: Readonly<Partial<Record<Scope, readonly Scope[]>>> = {
  'conversations:view': ['campaigns:read', 'templates:read'],
  'campaigns:send': ['campaigns:read', 'templates:read'],
  'customers:manage': ['customers:read'],
  'settings:manage': ['templates:read', 'audit:read'],
};

/** Whether these scopes permit what needs the other: one of them is it, or includes it. */
export function permits(given: readonly Scope[], needed: Scope): boolean {
  return given.some((scope) => scope === needed || INCLUDED[scope]?.includes(needed));
}
