import { expect, test } from 'vitest';

import { actorName, system, type Actor } from '../../../shared/tenancy/actor.ts';

test.each<[Actor, string]>([
  [{ kind: 'api_key', id: 'key_01J00000000000000000000000' }, 'api_key:key_01J00000000000000000000000'],
  [{ kind: 'token', id: 'user_1' }, 'token:user_1'],
  [{ kind: 'schedule' }, 'schedule'],
  [system('sweeper'), 'system:sweeper'],
])('%j is kept as %s', (actor, name) => {
  expect(actorName(actor)).toBe(name);
});
