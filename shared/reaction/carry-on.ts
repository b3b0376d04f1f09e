import type { Campaign } from '../campaign/campaign.ts';
import { timestamp } from '../platform/clock.ts';
import type { PausePorts } from '../run/pause-sending.ts';
import { actorName, system } from '../tenancy/actor.ts';

/** Lets a campaign that was completed meanwhile go on: the sweeper begins a run, which waits as long as it has to. */
export async function carryOn(
  { tenant_id, id, run, status }: Pick<Campaign, 'tenant_id' | 'id' | 'run' | 'status'>,
  reason: string,
  { campaigns, clock }: Pick<PausePorts, 'campaigns' | 'clock'>,
): Promise<void> {
  if (status !== 'completed') return;
  const change = { now: timestamp(clock.now()), by: actorName(system('failures')) };
  await campaigns.tryTransition('carry_on', { tenant_id, id, run }, change, reason);
}
