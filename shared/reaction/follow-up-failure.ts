import type { Rollups } from '../analytics/rollup.store.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Customers } from '../customer/customer.store.ts';
import { pauseSending } from '../run/pause-sending.ts';
import type { Ids } from '../platform/ids.ts';
import { system } from '../tenancy/actor.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { MessageFailed, MessageReturned } from '../event/domain-event.ts';
import { countFailure, mustPause } from './failure-breaker.ts';
import type { FailureBreakers } from './failure-breaker.store.ts';
import { followUpReturn, type ReturnPorts } from './follow-up-return.ts';
import { returnRefusedTemplate, type TemplatePorts } from './return-refused-template.ts';
import { LONG_AFTER } from './long-after.ts';
import { retryHeldBack, type HeldBackPorts } from './retry-held-back.ts';
import { retryThrottled, type ThrottledPorts } from './retry-throttled.ts';
import { stopRefusals, type StopPorts } from './stop-refusals.ts';

export interface FailurePorts extends ReturnPorts, StopPorts, HeldBackPorts, ThrottledPorts, TemplatePorts {
  readonly campaigns: ReturnPorts['campaigns'] & Pick<Campaigns, 'get'>;
  readonly customers: HeldBackPorts['customers'] & Pick<Customers, 'suppress' | 'change'>;
  readonly failureBreakers: Pick<FailureBreakers, 'count'>;
  readonly ids: Ids;
  readonly lanes: ReturnPorts['lanes'] & StopPorts['lanes'];
  readonly messages: ReturnPorts['messages'] & StopPorts['messages'] & HeldBackPorts['messages'];
  readonly rollups: Pick<Rollups, 'read'>;
  readonly senders: ReturnPorts['senders'] & Pick<Senders, 'brake'>;
}

/** Acts on a message that failed or came back: on its customer, for later campaigns, and on the campaign itself. */
export async function followUpFailure(event: MessageFailed | MessageReturned, ports: FailurePorts): Promise<void> {
  if (event.type === 'message.returned') return followUpReturn(event, ports);
  await followUpPerson(event, ports);
  const { tenant_id, timestamp: at, data } = event;
  if (Date.parse(at) - Date.parse(data.attempted_at) > LONG_AFTER) return;
  const campaign = data.campaign && (await ports.campaigns.get(tenant_id, data.campaign.id));
  if (!campaign) return;
  if (data.class === 'marketing_limit' && (await retryHeldBack(event, campaign, ports))) return;
  if (await returnRefusedTemplate(event, campaign, ports)) return;
  if (data.class === 'throttled') await retryThrottled(event, campaign, ports);
  else await protectCampaign(event, campaign, ports);
  await stopRefusals(event, campaign, ports);
}

async function followUpPerson({ tenant_id, timestamp: at, data }: MessageFailed, ports: FailurePorts): Promise<void> {
  const { customers, ids } = ports;
  if (data.class === 'bad_recipient') await customers.suppress(tenant_id, data.customer.id, { code: data.code, at });
  if (data.class === 'opted_out') {
    const consent = { status: 'opted_out' as const, source: 'provider', author: 'person' as const, at };
    await customers.change(tenant_id, data.customer.id, { given: { consent }, now: at, consent_id: ids.next('con') });
  }
}

/** Ignores failures of messages sent before the current run began: the cause may have been fixed since. */
async function protectCampaign(event: MessageFailed, campaign: Campaign, ports: FailurePorts): Promise<void> {
  const { data } = event;
  if (campaign.status !== 'sending' || data.attempted_at < campaign.updated_at) return;
  // Only rows of earlier versions failed for this: today they come back.
  const fatal = data.class === 'fatal';
  if (!fatal && !(data.class === 'template' && (await isFailing(event, campaign, ports)))) return;
  const why = fatal ? 'provider_refused' : 'template_failing';
  await pauseSending(campaign, { why, code: data.code }, system('failures'), ports);
}

async function isFailing(
  { id, tenant_id, timestamp, data }: MessageFailed,
  campaign: Campaign,
  { clock, failureBreakers, rollups, senders }: FailurePorts,
): Promise<boolean> {
  const [sender, counted] = await Promise.all([
    senders.get(tenant_id, campaign.sender_id),
    rollups.read(tenant_id, campaign.id),
  ]);
  const at = Date.parse(timestamp);
  const failure = { id, at, accepted: data.accepted, sent: counted.totals?.['sent'] ?? 0 };
  const state = await failureBreakers.count(
    tenant_id,
    campaign,
    (before) => countFailure(before, failure),
    clock.now(),
  );
  return sender !== undefined && mustPause(state, sender.rate, at);
}
