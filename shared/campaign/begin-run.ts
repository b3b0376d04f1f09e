import { timestamp, type Clock } from '../platform/clock.ts';
import { notFound } from '../platform/errors.ts';
import { mayTake, wrongStatus, type Campaign } from './campaign.ts';
import type { Campaigns } from './campaign.store.ts';
import type { Run, Runs } from './run.ts';

/** The steps that begin a run: a cancelled campaign has one too, which skips whoever was planned and not sent to. */
export type BeginStep = Run['step'];

/**
 * Begins a campaign's next run. The execution is started before the status changes, and changes it itself as its first
 * act, so a crash between the two leaves no campaign that says "sending" while nothing runs.
 * @throws HeraldError 404, or 409 when the campaign's status does not permit the step
 */
export async function beginRun(
  step: BeginStep,
  { tenant_id, id }: Pick<Campaign, 'tenant_id' | 'id'>,
  { campaigns, clock, runs }: { campaigns: Pick<Campaigns, 'get' | 'begin'>; clock: Clock; runs: Runs },
): Promise<Campaign> {
  const campaign = await campaigns.get(tenant_id, id);
  if (!campaign) throw notFound('campaign');
  if (!mayTake(step, campaign.status)) throw wrongStatus(step, campaign.status);
  const run = campaign.run + 1;
  if (campaign.run > 0 || step !== 'cancel') await runs.start({ tenant_id, campaign_id: id, run, step });
  return campaigns.begin(step, campaign, run, timestamp(clock.now()));
}
