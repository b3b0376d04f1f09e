import { conflict } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, members, quotas } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { addMember } from '../../../shared/tenancy/add-member.ts';
import { requireNoMore, scopesOf } from '../../../shared/tenancy/member.ts';
import { createMember } from '../../../shared/tenancy/member.contract.ts';
import { showMember } from '../../../shared/tenancy/member.wire.ts';

const needs = { clock, members, quotas };

export const handle: Handle<typeof createMember, typeof needs> = async (
  { body, caller: { tenant_id, scopes } },
  ports,
) => {
  requireNoMore(scopes, scopesOf(body));
  const made = await addMember({ ...body, tenant_id }, ports);
  if (!made) throw conflict('member.exists', 'This address is a member’s already.');
  return showMember(made);
};

export const handler = api(createMember, handle, needs);
