import { readMessage } from '../../../shared/message/message.contract.ts';
import { showMessage } from '../../../shared/message/show-message.ts';
import { expandCustomers } from '../../../shared/customer/expand-customer.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, customers, messages, payloads, senders, tenants } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, customers, messages, payloads, senders, tenants };

export const handle: Handle<typeof readMessage, typeof needs> = async (
  { params: { id, customer_id }, query, caller },
  { campaigns, customers, messages, payloads, senders, tenants },
) => {
  const { tenant_id } = caller;
  const campaign = await campaigns.get(tenant_id, id);
  if (!campaign) throw notFound('campaign');
  const [message, secret, sender] = await Promise.all([
    messages.get(tenant_id, { campaign_id: id, customer_id }),
    tenants.linkSecret(tenant_id),
    senders.get(tenant_id, campaign.sender_id),
  ]);
  if (!message) throw notFound('message');
  const shown = showMessage(campaign, message, secret, payloads(sender?.provider));
  const [expanded = shown] = query.expand ? await expandCustomers(caller, [shown], customers) : [];
  return expanded;
};

export const handler = api(readMessage, handle, needs);
