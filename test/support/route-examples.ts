import { messageToken } from '../../shared/messaging/token.ts';
import { addCampaign, beginWithoutRun } from './campaigns.ts';
import { numbers } from './people.ts';
import { addCustomers, type TestTenant } from './tenant.ts';

export interface Example {
  readonly path: string;
  readonly body?: unknown;
  readonly type?: string;
}

/**
 * For each route a request that its tenant may make: it names something of the tenant's wherever the route can. The
 * matrices of the integration tests go over all routes, so a new route needs an example here.
 */
export const EXAMPLES: Readonly<Record<string, (owner: TestTenant) => Promise<Example>>> = {
  'tenant.read': async () => ({ path: '/v1/tenant' }),
  'tenant.change': async ({ sender_id }) => ({ path: '/v1/tenant', body: { default_sender_id: sender_id } }),

  'sender.create': async () => ({ path: '/v1/senders', body: { phone_number: '+14155550123' } }),
  'sender.list': async () => ({ path: '/v1/senders' }),
  'sender.read': async ({ sender_id }) => ({ path: `/v1/senders/${sender_id}` }),
  'sender.change': async ({ sender_id }) => ({ path: `/v1/senders/${sender_id}`, body: { rate: 1 } }),

  'api_key.create': async () => ({ path: '/v1/api-keys', body: { name: 'second', scopes: ['analytics:view'] } }),
  'api_key.list': async () => ({ path: '/v1/api-keys' }),
  'api_key.delete': async ({ call }) => {
    const { body } = await call('POST /v1/api-keys', { body: { name: 'second', scopes: ['analytics:view'] } });
    return { path: `/v1/api-keys/${body.id}` };
  },

  'customer.create': async (owner) => {
    const [{ phone_number }] = await addCustomers(owner, 1, { name: 'Ana' });
    return { path: '/v1/customers', body: { phone_number, name: 'Someone else' } };
  },
  'customer.import': async (owner) => {
    const [{ phone_number }] = await addCustomers(owner, 1, { name: 'Ana' });
    return {
      path: '/v1/customers/import',
      body: `phone_number,name\n${phone_number},Someone else\n`,
      type: 'text/csv',
    };
  },
  'customer.list': async (owner) => {
    await addCustomers(owner, 2, { name: 'Ana' });
    return { path: '/v1/customers' };
  },
  'customer.read': async (owner) => ({ path: await customerPath(owner) }),
  'customer.change': async (owner) => ({ path: await customerPath(owner), body: { name: 'Someone else' } }),
  'customer.delete': async (owner) => ({ path: await customerPath(owner) }),

  'campaign.create': async ({ sender_id }) => ({
    path: '/v1/campaigns',
    body: { name: 'News', message_content: 'News!', sender_id },
  }),
  'campaign.list': async (owner) => {
    await addCampaign(owner);
    return { path: '/v1/campaigns' };
  },
  'campaign.read': async (owner) => ({ path: await campaignPath(owner) }),
  'campaign.change': async (owner) => ({ path: await campaignPath(owner), body: { name: 'Other news' } }),
  'campaign.delete': async (owner) => ({ path: await campaignPath(owner) }),
  'campaign.execute': async (owner) => ({ path: `${await campaignPath(owner)}/execute` }),
  'campaign.pause': async (owner) => ({ path: `${await campaignPath(owner, 'sending')}/pause` }),
  'campaign.resume': async (owner) => ({ path: `${await campaignPath(owner, 'paused')}/resume` }),
  'campaign.cancel': async (owner) => ({ path: `${await campaignPath(owner)}/cancel` }),
  'message.list': async (owner) => ({ path: `${await campaignPath(owner)}/messages` }),
  'report.read': async (owner) => ({ path: `${await campaignPath(owner)}/report` }),

  'webhook.status': async (owner) => {
    const [customer] = await addCustomers(owner, 1);
    const campaign = await addCampaign(owner);
    const m = messageToken({ campaign_id: campaign.id, customer_id: customer.id });
    return {
      path: `/webhooks/twilio/${owner.id}/status?m=${m}`,
      body: new URLSearchParams({ MessageSid: `SM${'0'.repeat(32)}`, MessageStatus: 'delivered' }).toString(),
      type: 'application/x-www-form-urlencoded',
    };
  },
};

async function customerPath(owner: TestTenant): Promise<string> {
  const [{ id }] = await addCustomers(owner, numbers(1), { name: 'Ana' });
  return `/v1/customers/${id}`;
}

/** Of a campaign whose rows stand still, whatever its status says. */
async function campaignPath(owner: TestTenant, status: 'draft' | 'sending' | 'paused' = 'draft'): Promise<string> {
  const { id } = await (status === 'draft' ? addCampaign(owner) : beginWithoutRun(owner));
  if (status === 'paused') await owner.call(`POST /v1/campaigns/${id}/pause`);
  return `/v1/campaigns/${id}`;
}
