import * as z from 'zod';

import { scope } from '../contract/scope.ts';
import { member, scopesOf, type Member } from './member.ts';

const { shape } = member;

export const memberWire = z
  .object({
    id: shape.id,
    email: shape.email,
    name: shape.name
      .unwrap()
      .nullable()
      .meta({ description: 'How the team calls this person.', examples: ['Ana Souza'] }),
    role: shape.role,
    scopes: z.array(scope).describe('What the role permits.'),
    status: z
      .enum(['invited', 'active'])
      .describe('`invited` until this person signs in for the first time, with this address verified.'),
    alerts: shape.alerts.unwrap(),
    created_at: shape.created_at,
    updated_at: shape.updated_at,
    first_signed_in_at: z.iso.datetime().nullable().describe('When this person signed in for the first time.'),
  })
  .meta({ id: 'Member' });

export function showMember(one: Member): z.input<typeof memberWire> {
  const { name = null, identity, first_signed_in_at = null, tenant_id: _, ...fields } = one;
  return { ...fields, name, scopes: [...scopesOf(one)], status: identity ? 'active' : 'invited', first_signed_in_at };
}
