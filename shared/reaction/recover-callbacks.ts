import type { DelayQueue } from '../platform/delay-queue.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Providers } from '../provider/provider.ts';
import type { Recovery } from '../run/callback-watch.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { recoverInbound, type ReceivedPorts } from './recover-inbound.ts';
import { recoverEach, recoverListed, type StatusPorts } from './recover-statuses.ts';

/** How many pages one recovery goes through: of a thousand messages each, or of a lane's rows. */
const MAX_PAGES = 5_000;

export interface RecoveryPorts extends Omit<ReceivedPorts, 'webhookSettlesAfter'>, StatusPorts {
  readonly campaigns: ReceivedPorts['campaigns'] & Pick<Campaigns, 'get'>;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly customers: ReceivedPorts['customers'] & StatusPorts['customers'];
  readonly messages: ReceivedPorts['messages'] & StatusPorts['messages'];
  readonly providers: Providers<'sentPage' | 'receivedPage' | 'statusOf' | 'recipientOf'>;
  readonly recoveries: DelayQueue<Recovery>;
  /** When messages without news are asked for, in milliseconds, ascending. */
  readonly recoverAfter: readonly number[];
  readonly senders: Pick<Senders, 'get'>;
}

/**
 * Asks the provider for what callbacks should have said: one page, and the next one is queued. A page may be gone through
 * twice to the same effect.
 */
export async function recoverCallbacks(job: Recovery, ports: RecoveryPorts): Promise<void> {
  const { clock, log, recoveries } = ports;
  const after = await takePage(job, ports);
  if (after === undefined) return;
  const { tenant_id, pages } = job;
  if (pages + 1 >= MAX_PAGES) {
    log('callbacks.given_up', { tenant_id, code: job.kind, count: MAX_PAGES });
    return;
  }
  const now = clock.now();
  await recoveries.add({ ...job, after, pages: pages + 1 }, now, now);
}

/** @returns where the next page begins, if there is one */
async function takePage(job: Recovery, ports: RecoveryPorts): Promise<string | undefined> {
  const { campaigns, credentials, log, providers, senders } = ports;
  const { tenant_id } = job;
  const campaign = job.kind === 'list_received' ? undefined : await campaigns.get(tenant_id, job.campaign_id);
  const sender_id = job.kind === 'list_received' ? job.sender_id : campaign?.sender_id;
  const [sender, account] = await Promise.all([
    sender_id && senders.get(tenant_id, sender_id),
    credentials.get(tenant_id),
  ]);
  if (!sender || !account) return undefined;
  const provider = providers(sender.provider);
  if (job.kind === 'list_received') {
    const webhookSettlesAfter = (ports.recoverAfter[0] ?? 0) / 15;
    return recoverInbound(job, { sender, account, provider }, { ...ports, webhookSettlesAfter });
  }
  if (!campaign) return undefined;
  const from = { campaign, sender, account, provider };
  const { recovered, next } =
    job.kind === 'list_sent' ? await recoverListed(from, job.after, ports) : await recoverEach(from, job, ports);
  if (recovered > 0) log('callbacks.recovered', { tenant_id, campaign_id: campaign.id, count: recovered });
  return next;
}
