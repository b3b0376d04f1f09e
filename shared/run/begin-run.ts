import { timestamp, type Clock } from '../platform/clock.ts';
import { conflict, notFound } from '../platform/errors.ts';
import { mayTake, wrongStatus, type Campaign, type ReplayScope } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Run, Runs } from './run.ts';

/** The steps that begin a run: a cancelled campaign has one too, which skips whoever was planned and not sent to. */
export type BeginStep = Run['step'];

/**
 * Begins a campaign's next run. The execution is started before the status changes, and changes it itself as its first
 * act, so a crash between the two leaves no campaign that says "sending" while nothing runs.
 * @param of for a schedule that fires, also which time it was set for; with a run, nothing is begun once the campaign is in
 *   another
 * @param scope of a replay
 * @throws HeraldError 404, or 409 when the campaign's status does not permit the step
 */
export async function beginRun(
  step: BeginStep,
  { tenant_id, id, scheduled_at, run: seen }: Pick<Campaign, 'tenant_id' | 'id' | 'scheduled_at'> & Partial<Campaign>,
  { campaigns, clock, runs }: { campaigns: Pick<Campaigns, 'get' | 'begin'>; clock: Clock; runs: Pick<Runs, 'start'> },
  scope?: ReplayScope,
): Promise<Campaign> {
  const campaign = await campaigns.get(tenant_id, id);
  if (!campaign) throw notFound('campaign');
  if (seen !== undefined && seen !== campaign.run) return campaign;
  if (!mayTake(step, campaign.status)) throw wrongStatus(step, campaign.status);
  if (step === 'replay' && !campaign.started_at)
    throw conflict('campaign.status', 'The campaign never began, so there is nobody to send to again.');
  const fires = step === 'fire' && { scheduled_at };
  let run = campaign.run + 1;
  if (campaign.run > 0 || step !== 'cancel') {
    // A number is spent when its execution ended before it could begin: a pause came first, say.
    while ((await runs.start({ tenant_id, campaign_id: id, run, step, ...fires, ...(scope && { scope }) })) === 'spent')
      run += 1;
  }
  return campaigns.begin(step, { ...campaign, ...fires }, run, timestamp(clock.now()), scope);
}
