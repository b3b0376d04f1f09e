import * as z from 'zod';

import { permits } from '../contract/permits.ts';
import { SCOPES, type Scope } from '../contract/scope.ts';

const READS = ['campaigns:read', 'templates:read', 'analytics:view'] as const satisfies readonly Scope[];
const EDITS = [
  ...READS,
  'conversations:view',
  'customers:manage',
  'customers:read',
  'audit:read',
] as const satisfies readonly Scope[];

/** What each role may do. `custom` has the scopes that are given with it. */
const SCOPES_OF_ROLE = {
  viewer: [...READS, 'customers:read'],
  analyst: READS,
  editor: EDITS,
  sender: [...EDITS, 'campaigns:send'],
  admin: SCOPES,
} as const satisfies Readonly<Record<string, readonly Scope[]>>;

export const role = z
  .enum(['viewer', 'analyst', 'editor', 'sender', 'admin', 'custom'])
  .describe('What a member may do; `custom` has the scopes that are given with it.');
export type Role = z.infer<typeof role>;

/** The scopes of a role. @param custom those of a role that has its own */
export function scopesOfRole(of: Role, custom: readonly Scope[] = []): readonly Scope[] {
  return of === 'custom' ? custom : SCOPES_OF_ROLE[of];
}

/** Whether somebody with these scopes can add members and change what they may do. */
export function isAdmin(scopes: readonly Scope[]): boolean {
  return permits(scopes, 'settings:manage');
}
