import { api } from '../../../shared/runtime/api.ts';
import { members } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { requireDone } from '../../../shared/tenancy/member.ts';
import { deleteMember } from '../../../shared/tenancy/member.contract.ts';

const needs = { members };

export const handle: Handle<typeof deleteMember, typeof needs> = async ({ params, caller }, { members }) => {
  requireDone(await members.remove(caller.tenant_id, params.id));
  return { id: params.id, deleted: true };
};

export const handler = api(deleteMember, handle, needs, async ({ params, caller }, { members }) => {
  const before = await members.get(caller.tenant_id, params.id);
  return before && { name: before.email };
});
