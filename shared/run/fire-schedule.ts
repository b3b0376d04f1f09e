import type { Campaigns } from '../campaign/campaign.store.ts';
import type { ScheduledStart } from '../campaign/schedule.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { actorName, type Actor } from '../tenancy/actor.ts';
import { beginRun } from './begin-run.ts';
import type { Runs } from './run.ts';

/** A start this late (milliseconds) may be unwelcome by now, for example at night, so it waits for a person. */
const MISSED_AFTER = 3_600_000;

const REASON =
  'Its scheduled time was missed by more than an hour, so nobody was sent to. Resume it to begin now, or cancel it.';

export interface FirePorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'begin' | 'tryTransition'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly runs: Pick<Runs, 'start'>;
}

/** Begins a campaign at its scheduled time, unless it has since begun, ended or been given another time. */
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
  const now = clock.now();
  if (now - Date.parse(scheduled_at) > MISSED_AFTER) {
    const change = { now: timestamp(now), by: actorName(actor) };
    const missed = await campaigns.tryTransition('miss', campaign, change, REASON);
    if (missed) log('campaign.paused', { tenant_id, campaign_id, code: 'missed_schedule' });
    return;
  }
  await beginRun('fire', { tenant_id, id: campaign_id, scheduled_at }, actor, ports);
  log('schedule.fired', { tenant_id, campaign_id, milliseconds: now - Date.parse(scheduled_at) });
}
