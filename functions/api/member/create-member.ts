import { timestamp } from '../../../shared/platform/clock.ts';
import { conflict } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, members, quotas } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { memberIdOf, requireNoMore, scopesOf } from '../../../shared/tenancy/member.ts';
import { createMember } from '../../../shared/tenancy/member.contract.ts';
import { showMember } from '../../../shared/tenancy/member.wire.ts';
import { requireRoom } from '../../../shared/tenancy/quota.ts';

const needs = { clock, members, quotas };

export const handle: Handle<typeof createMember, typeof needs> = async (
  { body, caller: { tenant_id, scopes } },
  { clock, members, quotas },
) => {
  requireNoMore(scopes, scopesOf(body));
  requireRoom('members', await quotas.get(tenant_id), (await members.all(tenant_id)).length);
  const now = timestamp(clock.now());
  const made = { ...body, id: memberIdOf(tenant_id, body.email), tenant_id, created_at: now, updated_at: now };
  if (!(await members.add(made))) throw conflict('member.exists', 'This address is a member’s already.');
  return showMember(made);
};

export const handler = api(createMember, handle, needs);
