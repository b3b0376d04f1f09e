import { listMessages } from '../../../shared/message/message.contract.ts';
import { showMessage } from '../../../shared/message/show-message.ts';
import { expandCustomers } from '../../../shared/customer/expand-customer.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  cursors,
  customers,
  messages,
  payloads,
  senders,
  tenants,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';

const needs = { campaigns, cursors, customers, messages, payloads, senders, tenants };

export const handle: Handle<typeof listMessages, typeof needs> = async (
  { params, query, caller },
  { campaigns, cursors, customers, messages, payloads, senders, tenants },
) => {
  const { tenant_id } = caller;
  const campaign = await campaigns.get(tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  const [secret, sender] = await Promise.all([
    tenants.linkSecret(tenant_id),
    senders.get(tenant_id, campaign.sender_id),
  ]);
  const provider = payloads(sender?.provider);
  const page = await answerList(
    cursors,
    { caller, list: ['messages', params.id, query.status], query },
    (range) => messages.page(tenant_id, params.id, query.status, range),
    (message) => showMessage(campaign, message, secret, provider),
  );
  return query.expand ? { ...page, data: await expandCustomers(caller, page.data, customers) } : page;
};

export const handler = api(listMessages, handle, needs);
