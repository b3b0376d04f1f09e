import type { ScheduledStart } from '../campaign/schedule.ts';
import { timestamp } from '../platform/clock.ts';
import { actorName, type Actor } from '../tenancy/actor.ts';
import { beginFired } from './begin-fired.ts';
import { fireOccurrence, MISSED_AFTER, type OccurrencePorts } from './fire-occurrence.ts';

const REASON =
  'Its scheduled time was missed by more than an hour, so nobody was sent to. Resume it to begin now, or cancel it.';

export type FirePorts = OccurrencePorts;

/** Begins a campaign at its scheduled time, or that of its date if it recurs, unless it has since begun, ended or been given another time. */
export async function fireSchedule(
  { tenant_id, campaign_id, scheduled_at }: ScheduledStart,
  ports: FirePorts,
  actor: Actor = { kind: 'schedule' },
): Promise<void> {
  const { campaigns, clock, log } = ports;
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (campaign?.status !== 'scheduled' || campaign.scheduled_at !== scheduled_at) {
    log('schedule.stale', { tenant_id, campaign_id });
    return;
  }
  if (campaign.recurrence) return fireOccurrence(campaign, ports, actor);
  const now = clock.now();
  if (now - Date.parse(scheduled_at) > MISSED_AFTER) {
    const change = { now: timestamp(now), by: actorName(actor) };
    const missed = await campaigns.tryTransition('miss', campaign, change, REASON);
    if (missed) log('campaign.paused', { tenant_id, campaign_id, code: 'missed_schedule' });
    return;
  }
  await beginFired({ tenant_id, id: campaign_id, scheduled_at }, actor, ports);
}
