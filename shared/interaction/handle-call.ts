import type { Campaign } from '../campaign/campaign.ts';
import { buttonsOf } from '../campaign/contents.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Button } from '../content/button.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Messages } from '../message/message.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { traceOf, type Log } from '../platform/log.ts';
import type { InboundCall } from '../provider/provider.ts';
import { receivedBy, recentCampaigns } from './find-recent.ts';
import { recordTap, type TapPorts } from './record-tap.ts';

/** How long after a campaign began a call to its number still belongs to it: the longest attribution window. */
const RECENT_CALLS = 30 * 86_400_000;

export interface CallPorts extends TapPorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly customers: TapPorts['customers'] & Pick<Customers, 'byPhone'>;
  readonly messages: Pick<Messages, 'get' | 'ofCustomer' | 'tapWrite'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Handles a call to a tracked number: records it, once, as a tap on the newest campaign that sent the caller a button with
 * that number.
 * @returns the number to forward the call to, also for an unknown caller; undefined when no recent campaign has the number
 */
export async function handleCall(tenant_id: string, call: InboundCall, ports: CallPorts): Promise<string | undefined> {
  const { campaigns, clock, log } = ports;
  const recent = (await recentCampaigns(tenant_id, clock.now() - RECENT_CALLS, campaigns)).filter(
    (campaign) => buttonOf(campaign, call.to) !== undefined,
  );
  // A person is on the line: an error while recording the call must not keep it from being put through.
  try {
    await recordCall(tenant_id, call, recent, ports);
  } catch (error) {
    log('call.unrecorded', { tenant_id, ...traceOf(error) });
  }
  return recent[0] && buttonOf(recent[0], call.to)?.forward_to;
}

async function recordCall(
  tenant_id: string,
  { sid, from, to }: InboundCall,
  recent: readonly Campaign[],
  ports: CallPorts,
): Promise<void> {
  const customer = from === undefined ? undefined : await ports.customers.byPhone(tenant_id, from);
  const [newest] = customer ? await receivedBy(customer, recent, ports.messages) : [];
  const button = newest && buttonOf(newest.campaign, to);
  if (!customer || !button) return;
  const tap = { button, source: 'call' as const, key: `call#${sid}`, clicked_at: timestamp(ports.clock.now()) };
  await recordTap({ ...newest, customer }, tap, ports);
  ports.log('call.received', { tenant_id, customer_id: customer.id, campaign_id: newest.campaign.id });
}

function buttonOf(campaign: Campaign, number: string): Button | undefined {
  const isTracked = ({ phone_number, forward_to }: Button) => phone_number === number && forward_to !== undefined;
  return buttonsOf(campaign).find(({ button }) => isTracked(button))?.button;
}
