import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { asStored, courseOf } from '../../../shared/prediction/course.ts';
import type { Learnt } from '../../../shared/prediction/prediction.store.ts';
import { TIME_WEIGHTS } from '../../../shared/prediction/time-cell.ts';
import { advanceLane } from '../../../shared/run/advance-lane.ts';
import { newChunk } from '../../../shared/run/chunk.ts';
import { statusReporter, type LanePass } from '../../../shared/run/lane-pass.ts';
import { parkDeferred } from '../../../shared/run/park-deferred.ts';
import { planPage } from '../../../shared/run/plan-page.ts';
import { requeueParked } from '../../../shared/run/requeue-parked.ts';
import { HORIZON, type Sender } from '../../../shared/sender/sender.ts';
import type { Spending } from '../../../shared/tenancy/spending.ts';
import { per, type Section } from '../pattern.ts';
import { NOW, type World } from '../world.ts';

const LANE = 5;
const HOUR = 3_600_000;
const LIMIT = { daily_limit: 1_000 };
const DAY = 24 * HOUR;
const COSTS = new Array<number>(10).fill(100_000);

/** A pass through a lane of a campaign whose sender has given slots already, unless it is idle. */
export async function passOf(
  world: World,
  given: Partial<Campaign> = {},
  lane = LANE,
): Promise<LanePass & { readonly sender: Sender }> {
  const { campaign, sender } = await world.begun(given);
  await world.ports.senders.reserve(sender, 80, NOW);
  const terms = () => Promise.resolve({ sender, hours: undefined });
  return { campaign, sender, lane, terms, reportStatus: statusReporter(campaign, lane, world.ports.campaigns) };
}

export async function parked({ ids, ports }: World, { id, tenant_id }: Campaign, lane = LANE, at = NOW): Promise<void> {
  const of = { id: ids.next('chk'), tenant_id, campaign_id: id, lane };
  await ports.lanes.park(newChunk(of, { recipients: [ids.next('cus')], messages: 1 }), at, { why: 'daily_limit' });
}

function spendingOf({ tenant_id }: World): Spending {
  return { tenant_id, cap: 1e9, currency: 'EUR', time_zone: 'UTC', costOf: () => 1, dearest: () => 1 };
}

/** Best hours that are in use, which know of one campaign before. */
function learntOf(before: Campaign): Learnt {
  const [at, weights] = [timestamp(NOW), Array.from({ length: TIME_WEIGHTS }, () => 0)];
  const trained = { training: '1', trained_at: at, campaigns: [], people: 100, did: 50, weights, errors: weights };
  return {
    ...{ training: '1', at, messages: 0, did: 0, times: { ...trained, status: 'in_use', proofs: [] } },
    picks: { courses: [asStored(courseOf(before))], models: {} },
  };
}

function idsOf(customers: readonly Pick<Customer, 'id'>[]): string[] {
  return customers.map(({ id }) => id);
}

export const planning: Section = {
  'a pass through a lane that is done': async (world) => {
    await world.tenant();
    const { tenant_id, id } = (await passOf(world)).campaign;
    await world.ports.lanes.advance(tenant_id, id, LANE, { planned: 0 }, { planned: 0, exhausted_at: NOW });
    return () => advanceLane({ tenant_id, campaign_id: id, run: 1, step: 'execute', lane: LANE }, world.ports);
  },
  'the first pass of a later run, beyond that': per('chunk brought forward', async (world, count) => {
    const { tenant_id, id } = (await passOf(world)).campaign;
    for (let n = 0; n < count; n++) await parked(world, { tenant_id, id } as Campaign, LANE, NOW + HOUR);
    return () => world.ports.lanes.rescheduleParked(tenant_id, id, LANE, 2, () => NOW);
  }),
  'a page of 25 customers is planned': async (world) => {
    const { lane, all } = await world.laneOfCustomers(25);
    const criteria = { target_criteria: { customer_ids: idsOf(all).slice(0, 10) } };
    const pass = await passOf(world, criteria, lane);
    const { campaign } = pass;
    return () =>
      planPage({ ...pass, campaign: { ...campaign, started_at: campaign.created_at } }, { planned: 0 }, world.ports);
  },
  'its share of a daily limit': async (world) => {
    const sender = await world.sender(LIMIT);
    await world.ports.dailyCounts.reserve(sender, 10, NOW, NOW);
    return () => world.ports.dailyCounts.reserve(sender, 10, NOW, NOW);
  },
  '… in a new hour': async (world) => {
    const sender = await world.sender(LIMIT);
    await world.ports.dailyCounts.reserve(sender, 10, NOW - HOUR, NOW - HOUR);
    return () => world.ports.dailyCounts.reserve(sender, 10, NOW, NOW);
  },
  '… is given back: there is no slot': async (world) => {
    const sender = await world.sender(LIMIT);
    const share = await world.ports.dailyCounts.reserve(sender, 10, NOW, NOW);
    if ('ask_again_at' in share) throw new Error('The limit has no room.');
    return () => world.ports.dailyCounts.giveBack(sender, share);
  },
  'its money, of a spend cap': async (world) => {
    const spending = spendingOf(world);
    await world.ports.spends.reserve(spending, COSTS, NOW);
    return () => world.ports.spends.reserve(spending, COSTS, NOW);
  },
  '… on a new day': async (world) => {
    const spending = spendingOf(world);
    await world.ports.spends.reserve(spending, COSTS, NOW - DAY);
    return () => world.ports.spends.reserve(spending, COSTS, NOW);
  },
  '… is given back, for want of a slot': async (world) => {
    const spending = spendingOf(world);
    const share = await world.ports.spends.reserve(spending, COSTS, NOW);
    if ('ask_again_at' in share) throw new Error('The cap has no room.');
    return () => world.ports.spends.giveBack(spending, share);
  },
  'its slots': async (world) => {
    const { sender } = await passOf(world);
    return () => world.ports.senders.reserve(sender, 80, NOW);
  },
  '… of an idle sender': async (world) => {
    const { sender } = await world.begun();
    return () => world.ports.senders.reserve(sender, 80, NOW);
  },
  '… there is none': async (world) => {
    const { sender } = await passOf(world);
    await world.ports.senders.brake(world.tenant_id, sender.id, NOW + 2 * HORIZON);
    return () => world.ports.senders.reserve(sender, 80, NOW);
  },
  '40 recipients outside the sending hours': async (world) => {
    const { tenant_id, id } = (await passOf(world)).campaign;
    const deferred = Array.from({ length: 40 }, () => ({ id: world.ids.next('cus'), until: NOW + HOUR }));
    const how = { size: 40, why: 'sending_hours' as const };
    return () => parkDeferred({ tenant_id, campaign_id: id, lane: LANE }, deferred, how, world.ports.lanes);
  },
  '40 recipients whose hour is to come': async (world) => {
    const { tenant_id, id } = (await passOf(world)).campaign;
    const deferred = Array.from({ length: 40 }, () => ({ id: world.ids.next('cus'), until: NOW + HOUR }));
    const how = { size: 40, why: 'send_time' as const };
    return () => parkDeferred({ tenant_id, campaign_id: id, lane: LANE }, deferred, how, world.ports.lanes);
  },
  '… of which a page is told their best ones': async (world) => {
    await world.tenant();
    const { lane, all } = await world.laneOfCustomers(25);
    const { campaign: before } = await world.begun();
    await world.ports.predictions.replace(world.tenant_id, undefined, learntOf(before));
    const { campaign } = await passOf(world, { send_time: 'best', timing: true, timing_terms: { model: '1' } }, lane);
    return () => world.ports.bestHours.blocksFor(campaign, lane, all);
  },
  'parked chunks that are due': per('chunk', async (world, count) => {
    const pass = await passOf(world);
    for (let n = 0; n < count; n++) await parked(world, pass.campaign);
    const { tenant_id, id } = pass.campaign;
    return async () => requeueParked(pass, await world.ports.lanes.parked(tenant_id, id, LANE, count), world.ports);
  }),
  'the rest waits for a rule': async (world) => {
    const { reportStatus } = await passOf(world);
    return () => reportStatus('It is outside the sending hours where the remaining customers are.');
  },
};
