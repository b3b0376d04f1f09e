import type { Campaign } from '../../campaign/campaign.ts';
import type { Campaigns } from '../../campaign/campaign.store.ts';
import { hasWaiting } from '../../campaign/placement.ts';
import { tryBeginRun, type BeginPorts } from '../../run/begin-run.ts';
import { system } from '../../tenancy/actor.ts';

export interface ReleasePorts extends BeginPorts {
  readonly campaigns: BeginPorts['campaigns'] & Pick<Campaigns, 'released'>;
}

/**
 * Sends to those who waited for a decision: a new run reschedules whoever waits. A campaign that is paused does it when it is
 * resumed. Doing it twice begins one run more, which does no harm.
 */
export async function releaseRest(
  { tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>,
  ports: ReleasePorts,
): Promise<void> {
  // Read after the decision was written: whatever run begins from now on knows of it.
  const campaign = await ports.campaigns.get(tenant_id, id);
  if (campaign?.status === 'sending' && hasWaiting(campaign))
    await tryBeginRun('revive', { tenant_id, id, run: campaign.run }, system('sweeper'), ports);
  await ports.campaigns.released({ tenant_id, id });
}
