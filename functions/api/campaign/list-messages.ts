import { campaigns, messages } from '../../../shared/dependencies.ts';
import { api } from '../../../shared/http/api.ts';
import type { Handle } from '../../../shared/http/input.ts';
import { answerList } from '../../../shared/http/list.ts';
import { listMessages } from '../../../shared/messaging/message.contract.ts';
import { showMessage } from '../../../shared/messaging/show-message.ts';
import { notFound } from '../../../shared/platform/errors.ts';

export const handle: Handle<typeof listMessages, 'campaigns' | 'messages'> = async (
  { params, query, caller },
  { campaigns, messages },
) => {
  const campaign = await campaigns.get(caller.tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  const list = await answerList(caller, ['messages', params.id, query.status], query, (range) =>
    messages.page(caller.tenant_id, params.id, query.status, range),
  );
  return { ...list, data: list.data.map((message) => showMessage(campaign, message)) };
};

export const handler = api(listMessages, handle, { campaigns, messages });
