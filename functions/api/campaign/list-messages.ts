import { listMessages } from '../../../shared/message/message.contract.ts';
import { messagesShown } from '../../../shared/message/show-message.ts';
import { expandCustomers } from '../../../shared/customer/expand-customer.ts';
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
  { cursors, customers, messages, ...ports },
) => {
  const { tenant_id } = caller;
  const page = await answerList(
    cursors,
    { caller, list: ['messages', params.id, query.status], query },
    (range) => messages.page(tenant_id, params.id, query.status, range),
    await messagesShown(tenant_id, params.id, ports),
  );
  return query.expand ? { ...page, data: await expandCustomers(caller, page.data, customers) } : page;
};

export const handler = api(listMessages, handle, needs);
