import type { Alert } from '../event/alert.ts';
import {
  alertsOfCampaign,
  alertsOfEndpoint,
  alertsOfQueue,
  alertsOfSender,
  alertsOfSpending,
  alertsOfTemplate,
} from '../event/alert-rules.ts';
import type { DeadLettersSeen } from '../event/dead-letters.store.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Clock } from '../platform/clock.ts';
import type { StorePage } from '../platform/page.ts';
import type { Providers } from '../provider/provider.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { Templates } from '../template/template.store.ts';
import type { Spends } from '../tenancy/spend.store.ts';
import { spendingOf } from '../tenancy/spending.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import type { WebhookEndpoints } from '../webhook/webhook-endpoint.store.ts';

export interface AlertPorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly deadLettersSeen: Pick<DeadLettersSeen, 'ofTenant'>;
  readonly priceLists: Providers<'prices'>;
  readonly senders: Pick<Senders, 'page'>;
  readonly spends: Pick<Spends, 'spent'>;
  readonly templates: Pick<Templates, 'page'>;
  readonly tenants: Pick<Tenants, 'get'>;
  readonly webhookEndpoints: Pick<WebhookEndpoints, 'page'>;
}

/** How many of each kind of resource are looked at, the newest. */
const LOOKED_AT = 100;

/**
 * What needs a person now, newest first. It is found in what is, and not kept: an alert begins and ends with its cause.
 * `complete` is false when there are more resources of a kind than are looked at, of campaigns in any of the states that are.
 */
export async function findAlerts(tenant_id: string, ports: AlertPorts): Promise<{ data: Alert[]; complete: boolean }> {
  const { campaigns, clock, deadLettersSeen, senders, templates, webhookEndpoints } = ports;
  const range = { limit: LOOKED_AT };
  const now = clock.now();
  const [paused, sending, completed, known, numbers, endpoints, deadLetters, spending] = await Promise.all([
    campaigns.page(tenant_id, 'paused', range),
    campaigns.page(tenant_id, 'sending', range),
    campaigns.page(tenant_id, 'completed', range),
    templates.page(tenant_id, {}, range),
    senders.page(tenant_id, range),
    webhookEndpoints.page(tenant_id, range),
    deadLettersSeen.ofTenant(tenant_id),
    spendingAlerts(tenant_id, now, ports),
  ]);
  const data = [
    ...[paused, sending, completed].flatMap(({ items }) => items.flatMap((one) => alertsOfCampaign(one, now))),
    ...known.items.flatMap(alertsOfTemplate),
    ...numbers.items.flatMap((one) => alertsOfSender(one, now)),
    ...endpoints.items.flatMap(alertsOfEndpoint),
    ...deadLetters.flatMap((one) => alertsOfQueue(one, now)),
    ...spending,
  ];
  const pages: readonly StorePage<unknown>[] = [paused, sending, completed, known, numbers, endpoints];
  return {
    data: data.toSorted((one, other) => (other.since ?? '').localeCompare(one.since ?? '')),
    complete: pages.every(({ last }) => last === undefined),
  };
}

async function spendingAlerts(tenant_id: string, now: number, { priceLists, spends, tenants }: AlertPorts) {
  const tenant = await tenants.get(tenant_id);
  const spending = spendingOf(tenant, priceLists(undefined).prices());
  return tenant && spending ? alertsOfSpending(tenant, spending, await spends.spent(spending, now), now) : [];
}
