import { apiKeys, cursors } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { listApiKeys } from '../../../shared/tenancy/api-key.contract.ts';

const needs = { apiKeys, cursors };

export const handle: Handle<typeof listApiKeys, typeof needs> = ({ query, caller }, { apiKeys, cursors }) =>
  answerList(cursors, { caller, list: ['api_keys'], query }, (range) => apiKeys.page(caller.tenant_id, range));

export const handler = api(listApiKeys, handle, needs);
