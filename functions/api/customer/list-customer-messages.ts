import { idsOf } from '../../../shared/customer/customer.ts';
import { listCustomerMessages } from '../../../shared/message/message.contract.ts';
import { messagesOfPerson } from '../../../shared/message/messages-of-person.ts';
import { messageView } from '../../../shared/message/show-message.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { timeOfId } from '../../../shared/platform/ids.ts';
import type { Range } from '../../../shared/platform/page.ts';
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

export const handle: Handle<typeof listCustomerMessages, typeof needs> = async (
  { params, query, caller },
  { cursors, customers, ...ports },
) => {
  const { tenant_id } = caller;
  const customer = await customers.get(tenant_id, params.id);
  if (!customer) throw notFound('customer');
  const view = messageView(tenant_id, ports);
  const shownPage = async (range: Range) => {
    const page = await messagesOfPerson(tenant_id, idsOf(customer), ports, range);
    const items = page.items.map(async ({ campaign, message }) => {
      const show = await view(campaign);
      return { ...show(message), created_at: timestamp(timeOfId(message.id)), campaign_name: campaign.name };
    });
    return { ...page, items: await Promise.all(items) };
  };
  return answerList(cursors, { caller, list: ['customer_messages', params.id], query }, shownPage);
};

export const handler = api(listCustomerMessages, handle, needs);
