import { readMessage } from '../../../shared/message/message.contract.ts';
import { messagesShown } from '../../../shared/message/show-message.ts';
import { expandCustomers } from '../../../shared/customer/expand-customer.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, customers, messages, payloads, senders, tenants } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, customers, messages, payloads, senders, tenants };

export const handle: Handle<typeof readMessage, typeof needs> = async (
  { params: { id, customer_id }, query, caller },
  { customers, messages, ...ports },
) => {
  const { tenant_id } = caller;
  const [{ show }, message] = await Promise.all([
    messagesShown(tenant_id, id, ports),
    messages.get(tenant_id, { campaign_id: id, customer_id }),
  ]);
  if (!message) throw notFound('message');
  const shown = show(message);
  const [expanded = shown] = query.expand ? await expandCustomers(caller, [shown], customers) : [];
  return expanded;
};

export const handler = api(readMessage, handle, needs);
