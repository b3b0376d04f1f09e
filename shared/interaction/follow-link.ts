import type { Campaign } from '../campaign/campaign.ts';
import { buttonsOf, contentOfKey, OWN_CONTENT } from '../campaign/contents.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Button } from '../content/button.ts';
import { startOf } from '../content/link-address.ts';
import { hasPlaceholder } from '../content/placeholder.ts';
import type { Customers } from '../customer/customer.store.ts';
import { readLinkToken, type Link } from '../message/link-token.ts';
import type { Message } from '../message/message.ts';
import { filledLink } from '../message/personal.ts';
import type { Messages } from '../message/message.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { notFound } from '../platform/errors.ts';
import { traceOf, type Log } from '../platform/log.ts';
import { addToLogContext } from '../platform/log-context.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { recordTap, wasSent, type TapPorts } from './record-tap.ts';

export interface LinkPorts extends TapPorts {
  readonly tenants: Pick<Tenants, 'linkSecret'>;
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly customers: TapPorts['customers'] & Pick<Customers, 'get'>;
  readonly messages: Pick<Messages, 'get' | 'tapWrite'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Looks up where a link leads, which the link itself never says, and records a person's visit as a tap. What the address says of
 * the person is as the message keeps it; where it keeps nothing any more, its defaults, or else the beginning of the site.
 * @throws HeraldError 404 for a token that the tenant's key did not sign
 */
export async function visitLink(
  token: string,
  visit: { readonly id: string; readonly byPerson: boolean },
  ports: LinkPorts,
): Promise<string> {
  const link = await readLinkToken(token, ports.tenants);
  if (link) addToLogContext(link);
  const campaign = link && (await ports.campaigns.get(link.tenant_id, link.campaign_id));
  const placed = link && campaign && buttonsOf(campaign)[link.place];
  const { url } = placed?.button ?? {};
  if (!link || !campaign || placed?.button.type !== 'url' || !url) throw notFound('link');
  const isPersonal = hasPlaceholder(url);
  if (!visit.byPerson && !isPersonal) return url;

  // Somebody is waiting: an error while reading the message or recording the tap must not keep them from the page.
  let message: Message | undefined;
  try {
    message = await ports.messages.get(link.tenant_id, link);
    if (visit.byPerson) await recordVisit(visit.id, { link, campaign, button: placed.button, message }, ports);
  } catch (error) {
    ports.log('link.unrecorded', { tenant_id: link.tenant_id, campaign_id: link.campaign_id, ...traceOf(error) });
  }
  return isPersonal ? destinationOf(campaign, placed.content_key, url, message) : url;
}

interface Visit {
  readonly link: Link;
  readonly campaign: Campaign;
  readonly button: Button;
  readonly message: Message | undefined;
}

async function recordVisit(id: string, { link, campaign, button, message }: Visit, ports: LinkPorts): Promise<void> {
  const customer = await ports.customers.get(link.tenant_id, link.customer_id);
  if (!customer || !message || !wasSent(message)) return;
  const clicked_at = timestamp(ports.clock.now());
  const tap = { button, source: 'redirect' as const, key: `redirect#${id}`, clicked_at };
  await recordTap({ campaign, customer, message }, tap, ports);
}

function destinationOf(campaign: Campaign, content_key: string, url: string, message: Message | undefined): string {
  const { content } = contentOfKey(campaign, content_key);
  // Sent again with another content, it keeps the values of that one.
  const isKept = (message?.content_key ?? OWN_CONTENT) === content_key;
  const filled = filledLink(content, url, (isKept && message?.variables) || []);
  return 'url' in filled ? filled.url : startOf(url);
}
