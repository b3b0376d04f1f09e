import { expect, test } from 'vitest';

import { permits } from '../../../shared/contract/permits.ts';
import { SCOPES, type Scope } from '../../../shared/contract/scope.ts';

test.each<[Scope, Scope[]]>([
  ['conversations:view', ['campaigns:read', 'templates:read']],
  ['campaigns:send', ['campaigns:read', 'templates:read']],
  ['customers:manage', ['customers:read']],
  ['analytics:view', []],
  ['settings:manage', ['templates:read', 'audit:read']],
  ['campaigns:read', []],
  ['customers:read', []],
  ['templates:read', []],
  ['audit:read', []],
])('%s permits itself and %j', (given, included) => {
  const permitted = SCOPES.filter((scope) => permits([given], scope));
  expect(new Set(permitted)).toEqual(new Set([given, ...included]));
});

test('several scopes permit what any of them does, and none permits nothing', () => {
  expect(permits(['analytics:view', 'customers:manage'], 'customers:read')).toBe(true);
  expect(SCOPES.filter((scope) => permits([], scope))).toEqual([]);
});
