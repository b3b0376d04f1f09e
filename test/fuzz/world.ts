import { uploadMedia } from '../support/media.ts';
import { PNG } from '../support/media-files.ts';
import { addDelivery, endpointPath } from '../support/webhook-endpoints.ts';
import { sentTo } from '../support/sent.ts';
import type { TestTenant } from '../support/tenant.ts';
import type { World } from './requests.ts';

/** Something of every kind, of one tenant. */
export async function openWorld(tenant: TestTenant): Promise<World> {
  const sent = await sentTo(tenant);
  const endpoint = await endpointPath(tenant);
  const click = { customer_id: sent.customer.id, button_id: 'call' };
  const interaction = await tenant.call(`POST /v1/campaigns/${sent.campaign.id}/button-click`, { body: click });
  const key = await tenant.call('POST /v1/api-keys', { body: { name: 'fuzz', scopes: ['analytics:view'] } });
  const known = {
    cus: sent.customer.id,
    cmp: sent.campaign.id,
    msg: sent.message_id,
    snd: tenant.sender_id,
    int: interaction.body.id,
    key: key.body.id,
    med: (await uploadMedia(tenant, PNG)).id,
    whe: endpoint.split('/').at(-1)!,
    dlv: await addDelivery(tenant, endpoint),
  };
  return { known, tenant_id: tenant.id, link: sent.link, button_id: 'call' };
}
