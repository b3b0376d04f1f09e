import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { FEATURES } from '../../../shared/prediction/cell.ts';
import { beginTrainings } from '../../../shared/prediction/begin-trainings.ts';
import type { TapModel } from '../../../shared/prediction/model.ts';
import { trainPredictions } from '../../../shared/prediction/train.ts';
import { atLeast, per, type Section } from '../pattern.ts';
import { BUTTONS } from '../builders.ts';
import { NOW, type World } from '../world.ts';

const DAY = 86_400_000;
const settlesAfter = DAY;

/** Campaigns that ended two days ago. */
async function ended(world: World, count: number): Promise<Campaign[]> {
  const all: Campaign[] = [];
  const times = { started_at: timestamp(NOW - 3 * DAY), completed_at: timestamp(NOW - 2 * DAY) };
  while (all.length < count)
    all.push(await world.campaign({ status: 'completed', run: 1, buttons: BUTTONS, ...times }));
  return all;
}

function training({ ports }: World) {
  return trainPredictions({ ...ports, settlesAfter });
}

/** So many campaigns, and a lane with one person who got them all; the next step counts it. */
async function counting(world: World, count: number) {
  const { lane, all } = await world.laneOfCustomers(1);
  for (const campaign of await ended(world, count)) await world.delivered(campaign, all[0]!);
  const { next } = await training(world).step({ tenant_id: world.tenant_id, input: {} }, NOW);
  return { tenant_id: world.tenant_id, input: {}, position: { ...next, lane } };
}

function modelOf(campaigns: readonly Campaign[]): TapModel {
  const zeros = Array.from({ length: FEATURES.length + 1 }, () => 0);
  return {
    ...{ training: '1', trained_at: timestamp(NOW - DAY), campaigns: campaigns.map(({ id }) => id) },
    ...{ people: 100, lanes: 16, messages: 100, did: 50, basis: { tap: 0.1, read: 0.6 } },
    ...{ rates: [0.5, 0.5, 0.5], weights: zeros, errors: zeros, status: 'in_use', judgements: [], unjudged: [] },
  };
}

export const predictions: Section = {
  'predictions.begin': per('campaign', async (world, count) => {
    const change = { now: timestamp(NOW - 2 * DAY), by: 'run' };
    for (let n = 0; n < count; n += 1) {
      const { campaign } = await world.begun();
      await world.ports.campaigns.transition('complete', campaign, change);
    }
    return () => beginTrainings({}, { ...world.ports, settlesAfter });
  }),
  'job.run, a training begins': per('campaign', async (world, count) => {
    await ended(world, count);
    return () => training(world).step({ tenant_id: world.tenant_id, input: {} }, NOW);
  }),
  '… counts people': per('campaign', async (world, count) => {
    const job = await counting(world, count);
    return () => training(world).step(job, NOW);
  }),
  '… and ends': atLeast(async (world) => {
    const job = await counting(world, 1);
    const { next } = await training(world).step(job, NOW);
    return () => training(world).step({ ...job, position: { ...next, lane: 16 } }, NOW);
  }),
  'predictions.read': (world) => world.route('predictions.read'),
  'predictions.read_customer': per('campaign', async (world, count) => {
    const customer = await world.customer();
    const campaigns = await ended(world, count);
    for (const campaign of campaigns) await world.delivered(campaign, customer);
    const taps = modelOf(campaigns);
    await world.ports.predictions.replace(world.tenant_id, undefined, {
      ...{ training: '1', at: timestamp(NOW), messages: 100, did: 50, taps },
    });
    return world.route('predictions.read_customer', { params: { id: customer.id } });
  }),
};
