import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, members } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { requireDone, requireNoMore, scopesOf, type Member } from '../../../shared/tenancy/member.ts';
import { changeMember } from '../../../shared/tenancy/member.contract.ts';
import { showMember } from '../../../shared/tenancy/member.wire.ts';

const needs = { clock, members };

export const handle: Handle<typeof changeMember, typeof needs> = async (
  { params, body, caller: { tenant_id, scopes } },
  { clock, members },
) => {
  const before = await members.get(tenant_id, params.id);
  if (!before) throw notFound('member');
  const role = body.role && { role: body.role, scopes: body.scopes ?? null };
  const change = { ...body, ...role, updated_at: timestamp(clock.now()) };
  if (role) requireNoMore(scopes, scopesOf({ role: role.role, scopes: body.scopes }));
  requireDone(await members.change(before, change));
  const kept = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null);
  return showMember(Object.fromEntries(kept) as unknown as Member);
};

export const handler = api(changeMember, handle, needs, async ({ params, caller }, { members }) => {
  const before = await members.get(caller.tenant_id, params.id);
  return before && showMember(before);
});
