import * as z from 'zod';

import { route } from '../contract/route.ts';
import { scope } from '../contract/scope.ts';
import { member } from './member.ts';
import { role } from './role.ts';
import { tenant } from './tenant.ts';

const ofTenant = z.object({ id: tenant.shape.id, name: tenant.shape.name });

export const readMe = route({
  id: 'me.read',
  method: 'GET',
  path: '/v1/me',
  entry: 'functions/api/member/read-me.ts',
  scope: null,
  choosesTenant: true,
  summary: 'Read who you are, what you may do, and in which tenants',
  request: {},
  response: z
    .object({
      kind: z
        .enum(['api_key', 'member', 'token'])
        .describe('Whether you call with a key, as a member, or with a token of a tenant.'),
      id: z
        .string()
        .meta({ description: 'The id of the key or the member.', examples: ['mem_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }),
      name: z
        .string()
        .nullable()
        .meta({ description: 'Of the key or the member.', examples: ['Ana Souza'] }),
      email: member.shape.email.nullable().meta({ description: 'Of a member.', examples: ['ana@example.com'] }),
      role: role.nullable().describe('Of a member.'),
      scopes: z.array(scope).describe('What you may do in this tenant.'),
      tenant: ofTenant.describe('The tenant that this request is about.'),
      tenants: z
        .array(ofTenant)
        .describe('All tenants that you are a member of. With more than one, name one in the header Herald-Tenant.'),
      practice: z
        .boolean()
        .describe('True where messages go to a stand-in for the provider: nobody is contacted, and nothing costs.'),
    })
    .meta({ id: 'Me' }),
  errors: ['tenant.not_found'],
  grants: ['table:GetItem'],
});
