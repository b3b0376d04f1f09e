import { listMessages } from '../../../shared/message/message.contract.ts';
import { messageFilter } from '../../../shared/message/message-filter.ts';
import { messagesShown } from '../../../shared/message/show-message.ts';
import { expandCustomers } from '../../../shared/customer/expand-customer.ts';
import { api } from '../../../shared/runtime/api.ts';
import {
  campaigns,
  clock,
  cursors,
  customers,
  messages,
  payloads,
  senders,
  tenants,
} from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList, filtersOf } from '../../../shared/runtime/list.ts';

const needs = { campaigns, clock, cursors, customers, messages, payloads, senders, tenants };

export const handle: Handle<typeof listMessages, typeof needs> = async (
  { params, query, caller },
  { clock, cursors, customers, messages, ...ports },
) => {
  const { tenant_id } = caller;
  const { expand, ...filter } = filtersOf(query);
  const { campaign, show } = await messagesShown(tenant_id, params.id, ports);
  const keep = messageFilter(filter, campaign, clock.now());
  const count = () => messages.count(tenant_id, params.id, keep);
  const page = await answerList(
    cursors,
    { caller, list: ['messages', params.id, JSON.stringify(filter)], query, count },
    (range) => messages.page(tenant_id, params.id, keep, range),
    show,
  );
  return expand ? { ...page, data: await expandCustomers(caller, page.data, customers) } : page;
};

export const handler = api(listMessages, handle, needs);
