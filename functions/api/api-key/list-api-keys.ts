import { apiKeys } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { answerList } from '../../../shared/http/list.ts';
import { listApiKeys } from '../../../shared/tenancy/settings.contract.ts';

export const handle: Handle<typeof listApiKeys, 'apiKeys'> = ({ query, caller }, { apiKeys }) =>
  answerList(caller, ['api_keys'], query, (range) => apiKeys.page(caller.tenant_id, range));

export const handler = api(listApiKeys, handle, { apiKeys });
