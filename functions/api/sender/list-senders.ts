import { senders } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { answerList } from '../../../shared/http/list.ts';
import { listSenders } from '../../../shared/tenancy/settings.contract.ts';

export const handle: Handle<typeof listSenders, 'senders'> = ({ query, caller }, { senders }) =>
  answerList(caller, ['senders'], query, (range) => senders.page(caller.tenant_id, range));

export const handler = api(listSenders, handle, { senders });
