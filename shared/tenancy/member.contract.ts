import * as z from 'zod';

import { deleted } from '../contract/deleted.ts';
import { POST_GRANTS } from '../contract/grants.ts';
import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { scope } from '../contract/scope.ts';
import { member } from './member.ts';
import { memberWire } from './member.wire.ts';

const params = z.object({ id: z.string().max(100) });
const shared = { scope: 'settings:manage', audit: 'values' } as const;

const scopes = z
  .array(scope)
  .min(1)
  .max(100)
  .overwrite((given) => [...new Set(given)])
  .describe('Only with the role `custom`: what the member may do.');
const { email, name, role } = member.shape;
const alerts = member.shape.alerts.unwrap();

/** Scopes come with the role `custom`, and with no other. */
const scopesMatch = ({ role, scopes }: { role?: string | undefined; scopes?: unknown }) =>
  (role === 'custom') === (scopes !== undefined);
const SCOPES_FAULT = {
  path: ['scopes'],
  params: { code: 'custom_scopes' },
  message: 'are given with the role "custom", and with no other',
};

export const createMember = route({
  ...shared,
  id: 'member.create',
  method: 'POST',
  path: '/v1/members',
  entry: 'functions/api/member/create-member.ts',
  summary: 'Add a person, who can sign in with this address once it is verified',
  request: {
    body: z
      .strictObject({ email, name, role, scopes: scopes.optional(), alerts: alerts.default(false) })
      .refine(scopesMatch, SCOPES_FAULT)
      .meta({ id: 'MemberDraft', examples: [{ email: 'ana@example.com', role: 'editor' }] }),
  },
  response: memberWire,
  errors: ['scope.missing', 'member.exists', 'quota.members'],
  grants: [...POST_GRANTS, 'table:Query'],
});

export const listMembers = route({
  ...shared,
  id: 'member.list',
  method: 'GET',
  path: '/v1/members',
  entry: 'functions/api/member/list-members.ts',
  summary: 'List members, newest first',
  request: { query: listQuery },
  response: listOf(memberWire),
  errors: [],
  grants: ['index:Query'],
});

export const changeMember = route({
  ...shared,
  id: 'member.change',
  method: 'PATCH',
  path: '/v1/members/{id}',
  entry: 'functions/api/member/change-member.ts',
  summary: 'Change what a member may do, how the team calls the person, and whether alerts are sent',
  request: {
    params,
    body: z
      .strictObject({ name: name.unwrap().nullable(), role, scopes, alerts })
      .partial()
      .refine(
        ({ role, scopes }) => (role === undefined && scopes === undefined) || scopesMatch({ role, scopes }),
        SCOPES_FAULT,
      )
      .meta({ id: 'MemberChange', examples: [{ role: 'sender' }] }),
  },
  response: memberWire,
  errors: ['member.not_found', 'member.last', 'member.changing', 'scope.missing'],
  grants: ['table:GetItem', 'table:Query', 'table:UpdateItem', 'table:ConditionCheckItem'],
});

export const deleteMember = route({
  ...shared,
  id: 'member.delete',
  method: 'DELETE',
  path: '/v1/members/{id}',
  entry: 'functions/api/member/delete-member.ts',
  summary: 'Remove a member, who is refused at once; the last who can add others stays',
  request: { params },
  response: deleted,
  errors: ['member.not_found', 'member.last', 'member.changing'],
  grants: ['table:GetItem', 'table:Query', 'table:UpdateItem', 'table:DeleteItem', 'table:ConditionCheckItem'],
});
