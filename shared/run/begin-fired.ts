import type { Campaign } from '../campaign/campaign.ts';
import type { Log } from '../platform/log.ts';
import type { Actor } from '../tenancy/actor.ts';
import { tryBeginRun, type BeginPorts } from './begin-run.ts';

/** Begins a campaign at the time that its schedule was set for, unless another firing or a sweep has, or somebody has stopped it. */
export async function beginFired(
  campaign: Pick<Campaign, 'tenant_id' | 'id'> & { readonly scheduled_at: string },
  actor: Actor,
  ports: BeginPorts & { readonly log: Log },
): Promise<void> {
  const { tenant_id, id, scheduled_at } = campaign;
  const has = await tryBeginRun('fire', { tenant_id, id, scheduled_at }, actor, ports);
  const milliseconds = ports.clock.now() - Date.parse(scheduled_at);
  ports.log(has ? 'schedule.fired' : 'schedule.stale', { tenant_id, campaign_id: id, ...(has && { milliseconds }) });
}
