import { api } from '../../../shared/runtime/api.ts';
import { cursors, members } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { listMembers } from '../../../shared/tenancy/member.contract.ts';
import { showMember } from '../../../shared/tenancy/member.wire.ts';

const needs = { cursors, members };

export const handle: Handle<typeof listMembers, typeof needs> = ({ query, caller }, { cursors, members }) =>
  answerList(
    cursors,
    { caller, list: ['members'], query },
    (range) => members.page(caller.tenant_id, range),
    showMember,
  );

export const handler = api(listMembers, handle, needs);
