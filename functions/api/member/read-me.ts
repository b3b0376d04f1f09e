import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { members, practice, tenants } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { readMe } from '../../../shared/tenancy/me.contract.ts';

const needs = { members, practice, tenants };

export const handle: Handle<typeof readMe, typeof needs> = async ({ caller }, { members, practice, tenants }) => {
  const { tenant_id, scopes, actor, member } = caller;
  const memberships = member?.identity ? await members.ofIdentity(member.identity) : [];
  const ids = new Set([tenant_id, ...memberships.map((one) => one.tenant_id)]);
  const known = await Promise.all([...ids].map((id) => tenants.get(id)));
  const [tenant] = known;
  if (!tenant || !isCaller(actor.kind)) throw notFound('tenant');
  return {
    kind: actor.kind,
    id: 'id' in actor ? actor.id : '',
    name: ('name' in actor && actor.name) || null,
    email: member?.email ?? null,
    role: member?.role ?? null,
    scopes: [...scopes],
    tenant,
    tenants: known.filter((one) => one !== undefined),
    practice,
  };
};

function isCaller(kind: string): kind is 'api_key' | 'member' | 'token' {
  return ['api_key', 'member', 'token'].includes(kind);
}

export const handler = api(readMe, handle, needs);
