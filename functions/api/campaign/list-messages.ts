import { campaigns, messages, tenants } from '../../../shared/runtime/dependencies.ts';
import { api } from '../../../shared/runtime/api.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { listMessages } from '../../../shared/message/message.contract.ts';
import { showMessage } from '../../../shared/message/show-message.ts';
import { notFound } from '../../../shared/platform/errors.ts';

export const handle: Handle<typeof listMessages, 'campaigns' | 'messages' | 'tenants'> = async (
  { params, query, caller },
  { campaigns, messages, tenants },
) => {
  const campaign = await campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  const secret = await tenants.linkSecret(caller.tenant_id);
  const list = await answerList(caller, ['messages', params.id, query.status], query, (range) =>
    messages.page(caller.tenant_id, params.id, query.status, range),
  );
  return { ...list, data: list.data.map((message) => showMessage(campaign, message, secret)) };
};

export const handler = api(listMessages, handle, { campaigns, messages, tenants });
