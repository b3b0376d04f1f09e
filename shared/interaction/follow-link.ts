import { buttonsOf } from '../campaign/contents.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import { readLinkToken } from '../message/link-token.ts';
import type { Messages } from '../message/message.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { notFound } from '../platform/errors.ts';
import { traceOf, type Log } from '../platform/log.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { recordTap, wasSent, type TapPorts } from './record-tap.ts';

export interface LinkPorts extends TapPorts {
  readonly tenants: Pick<Tenants, 'linkSecret'>;
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly customers: TapPorts['customers'] & Pick<Customers, 'get'>;
  readonly messages: Pick<Messages, 'get' | 'tapWrite' | 'countEarlier'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Looks up where a link leads, which the link itself never says, and records a person's visit as a tap.
 * @throws HeraldError 404 for a token that the tenant's key did not sign
 */
export async function visitLink(
  token: string,
  visit: { readonly id: string; readonly byPerson: boolean },
  ports: LinkPorts,
): Promise<string> {
  const link = await readLinkToken(token, ports.tenants);
  const campaign = link && (await ports.campaigns.get(link.tenant_id, link.campaign_id));
  const button = link && campaign && buttonsOf(campaign)[link.place]?.button;
  if (!link || !campaign || button?.type !== 'url' || !button.url) throw notFound('link');
  if (!visit.byPerson) return button.url;

  // A person is waiting: an error while recording the tap must not keep them from the page.
  try {
    const { tenant_id, campaign_id, customer_id } = link;
    const [customer, message] = await Promise.all([
      ports.customers.get(tenant_id, customer_id),
      ports.messages.get(tenant_id, { campaign_id, customer_id }),
    ]);
    if (customer && message && wasSent(message)) {
      const clicked_at = timestamp(ports.clock.now());
      const tap = { button, source: 'redirect' as const, key: `redirect#${visit.id}`, clicked_at };
      await recordTap({ campaign, customer, message }, tap, ports);
    }
  } catch (error) {
    ports.log('link.unrecorded', { tenant_id: link.tenant_id, campaign_id: link.campaign_id, ...traceOf(error) });
  }
  return button.url;
}
