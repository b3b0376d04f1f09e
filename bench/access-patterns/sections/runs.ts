import { chooseWinner } from '../../../shared/analytics/experiment/choose-winner.ts';
import { lookAtExperiment } from '../../../shared/analytics/experiment/look-at-experiment.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { RunStep } from '../../../shared/campaign/campaign-status.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { findApprovalFault } from '../../../shared/preflight/find-approval-fault.ts';
import { beginReplay } from '../../../shared/run/begin-replay.ts';
import { beginRun } from '../../../shared/run/begin-run.ts';
import { closeCampaign } from '../../../shared/run/close-campaign.ts';
import { fireSchedule } from '../../../shared/run/fire-schedule.ts';
import { openCampaign } from '../../../shared/run/open-campaign.ts';
import { settlePicking } from '../../../shared/run/picker.ts';
import { settleTiming } from '../../../shared/run/send-times.ts';
import { pauseSending } from '../../../shared/run/pause-sending.ts';
import { sweepCampaigns } from '../../../shared/run/sweep-campaigns.ts';
import type { Run } from '../../../shared/run/run.ts';
import { BUTTONS } from '../builders.ts';
import { per, type Section } from '../pattern.ts';
import { NOW, type Operation, type World } from '../world.ts';
import { counted } from './counted.ts';

const USER = { kind: 'api_key', id: 'key' } as const;
const BUTTON = { buttons: BUTTONS.slice(0, 1) };

async function begins(world: World, step: RunStep, given: Partial<Campaign>): Promise<Operation> {
  const { tenant_id, ports } = world;
  const { id } = await world.campaign(given);
  return () => beginRun(step, { tenant_id, id }, USER, ports);
}

function open(run: Run, { ports }: World) {
  return openCampaign(run, { ...ports, unapproved: (campaign) => findApprovalFault(campaign, ports) });
}

async function opens(world: World, given: Partial<Campaign>, before = async (_: Run): Promise<unknown> => undefined) {
  const { tenant_id } = world;
  await world.tenant({ link_secret: undefined });
  const { campaign } = await world.begun(given);
  const run: Run = { tenant_id, campaign_id: campaign.id, run: 1, step: 'execute' };
  await before(run);
  return () => open(run, world);
}

async function closes(world: World, status: 'sending' | 'cancelled'): Promise<Operation> {
  const { campaign } = await world.begun({ status });
  const run: Run = { tenant_id: world.tenant_id, campaign_id: campaign.id, run: 1, step: 'execute' };
  return () => closeCampaign(run, world.ports);
}

async function fires(world: World, at: number): Promise<Operation> {
  const scheduled_at = timestamp(at);
  const { tenant_id, id } = await world.campaign({ status: 'scheduled', scheduled_at });
  return () => fireSchedule({ tenant_id, campaign_id: id, scheduled_at }, world.ports);
}

/** The list of what is active is one for all tenants: so it is emptied before. */
async function sweeps(world: World, count: number, make: () => Promise<Campaign>): Promise<Operation> {
  const { campaigns } = world.ports;
  for await (const marker of campaigns.active()) await campaigns.removeActiveMarker(marker);
  for (let n = 0; n < count; n++) await make();
  return () => sweepCampaigns({}, { ...world.ports, lookAtExperiment: async () => false });
}

const DAILY = { days: [1, 2, 3, 4, 5, 6, 7], time: '12:00', every: 1, time_zone: 'UTC', from: '2026-11-20' };

/** A campaign whose date has come; or the sweep after it was made. */
async function recurs(world: World, isMade: boolean): Promise<Operation> {
  const scheduled_at = timestamp(NOW);
  const made = await world.campaign({ status: 'scheduled', scheduled_at, recurrence: DAILY });
  const fire = () => fireSchedule({ tenant_id: made.tenant_id, campaign_id: made.id, scheduled_at }, world.ports);
  if (!isMade) return fire;
  await fire();
  const moved = (await world.ports.campaigns.get(made.tenant_id, made.id))!;
  return () => world.ports.campaigns.scheduleSet(moved);
}

/** A campaign of two arms, whose people are planned. */
async function tested(world: World): Promise<Campaign> {
  const contents = [{ key: 'b', weight: 1, message_content: 'B' }];
  const experiment = { metric: 'read', window_hours: 1, test_share: 0.5, no_winner: 'control' } as const;
  const { campaign } = await world.begun({ status: 'sending', weight: 1, contents, experiment });
  return campaign;
}

export const runs: Section = {
  'an experiment is looked at at its set time, and decided': async (world) => {
    const campaign = await tested(world);
    const began = timestamp(NOW - 30 * 86_400_000);
    return () => lookAtExperiment({ ...campaign, started_at: began }, world.ports).then(() => undefined);
  },
  'campaign.choose_winner': async (world) => {
    const { tenant_id, id } = await tested(world);
    return () => chooseWinner(tenant_id, id, { variant: 'b' }, world.ports).then(() => undefined);
  },

  'a run begins': (world) => begins(world, 'execute', {}),
  '… again: campaign.resume, a replay': (world) => begins(world, 'resume', { status: 'paused', run: 1 }),
  '… of a campaign that stays as it is: campaign.sweep': (world) =>
    begins(world, 'revive', { status: 'sending', run: 1 }),
  'campaign.cancel of one that never began': (world) => begins(world, 'cancel', {}),
  'campaign.cancel of one that has begun': (world) => begins(world, 'cancel', { status: 'sending', run: 1 }),
  'campaign.replay of a cancelled campaign': async (world) => {
    const { campaign } = await world.begun({ status: 'cancelled' });
    await counted(world, campaign);
    return () => beginReplay(campaign, 'failed', USER, world.ports);
  },
  'campaign.pause': async (world) => {
    const { campaign } = await world.begun();
    const change = { now: timestamp(NOW), by: 'api_key:key' };
    return () => world.ports.campaigns.transition('pause', campaign, change, 'Paused by request.');
  },
  'a campaign pauses by itself': async (world) => {
    const { campaign } = await world.begun();
    return () => pauseSending(campaign, { why: 'provider_silent' }, { kind: 'schedule' }, world.ports);
  },
  'campaign.open, plain text': (world) => opens(world, {}),
  'campaign.open, template is new': (world) => opens(world, BUTTON),
  'campaign.open, template under review': (world) => {
    world.ports.answers.review = { state: 'pending' };
    return opens(world, BUTTON, (run) => open(run, world));
  },
  'campaign.open settles whether it picks': async (world) => {
    const campaign = await world.campaign({
      experiment: { metric: 'converted', window_hours: 24, test_share: 1, no_winner: 'control', pick: 'predicted' },
    });
    return () => settlePicking(campaign, world.ports);
  },
  'campaign.open settles people’s hours': async (world) => {
    await world.tenant();
    const campaign = await world.campaign({ ...BUTTON, send_time: 'best' });
    return () => settleTiming(campaign, world.ports);
  },
  'campaign.open, template approved': (world) => {
    const { answers } = world.ports;
    return opens(world, BUTTON, async (run) => {
      answers.review = { state: 'pending' };
      await open(run, world);
      answers.review = { state: 'approved' };
    });
  },
  'campaign.close': (world) => closes(world, 'sending'),
  '… of a cancelled campaign': (world) => closes(world, 'cancelled'),
  'schedule.fire': (world) => fires(world, NOW),
  '… more than an hour late': (world) => fires(world, NOW - 7_200_000),
  'schedule.fire of a campaign that recurs': (world) => recurs(world, false),
  'campaign.sweep sets the next schedule': (world) => recurs(world, true),
  'campaign.sweep': per('active campaign', (world, count) =>
    sweeps(world, count, () => world.campaign({ status: 'scheduled', scheduled_at: timestamp(NOW) })),
  ),
  '… of one that is no longer active': async (world) =>
    sweeps(world, 1, async () => {
      const campaign = await world.campaign({ status: 'scheduled', scheduled_at: timestamp(NOW) });
      const change = { now: timestamp(NOW), by: 'api_key:key' };
      return world.ports.campaigns.begin('cancel', campaign, 1, change);
    }),
};
