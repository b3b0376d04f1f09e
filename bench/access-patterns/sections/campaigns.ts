import { beginReconciliation } from '../../../shared/campaign/begin-reconciliation.ts';
import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { showCampaign } from '../../../shared/campaign/show-campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { LANES } from '../../../shared/platform/lanes.ts';
import { atLeast, per, type Section } from '../pattern.ts';
import { NOW, type Operation, type World } from '../world.ts';
import { sidOf } from '../stubs.ts';
import { counted } from './counted.ts';

const LATER = timestamp(NOW + 86_400_000);
const DRAFT = { name: 'Autumn', message_content: 'We have news.' };
const SCHEDULED = { status: 'scheduled', scheduled_at: LATER } as const;

async function create(world: World, given: object = {}): Promise<Operation> {
  await world.tenant({ default_sender_id: world.ids.next('snd') });
  return world.route('campaign.create', { body: { ...DRAFT, ...given } });
}

/** What a route does with a campaign that stands like this. */
async function of(world: World, id: string, given: Partial<Campaign>, body?: object): Promise<Operation> {
  const campaign = await world.campaign(given);
  return world.route(id, { params: { id: campaign.id }, body });
}

/** A campaign whose lanes are all planned and counted. */
async function planned(world: World): Promise<Campaign> {
  const { campaign } = await world.begun();
  for (let lane = 0; lane < LANES; lane++)
    await world.ports.lanes.advance(world.tenant_id, campaign.id, lane, { planned: 0 }, { planned: 100 });
  await counted(world, campaign);
  return campaign;
}

/** A tenant with a sender and a customer. */
async function tested(world: World) {
  await world.tenant({ link_secret: 's'.repeat(43) });
  return { sender: await world.sender(), customer: await world.customer() };
}

export const campaigns: Section = {
  'campaign.create': (world) => create(world),
  'campaign.create with a time': (world) => create(world, { scheduled_at: LATER }),
  'campaign.read': (world) => of(world, 'campaign.read', {}),
  'progress of a campaign that has begun': async (world) => {
    const campaign = await planned(world);
    return () => showCampaign(campaign, world.ports);
  },
  'campaign.list': atLeast(async (world) => {
    await world.campaign();
    return world.route('campaign.list');
  }),
  'campaign.list with status': atLeast(async (world) => {
    await world.campaign();
    return world.route('campaign.list', { query: { status: 'draft' } });
  }),
  'campaign.list with expand': per('campaign', async (world, count) => {
    for (let n = 0; n < count; n++) await world.begun();
    return world.route('campaign.list', { query: { expand: 'totals' } });
  }),
  'campaign.change': (world) => of(world, 'campaign.change', {}, { name: 'Winter' }),
  'campaign.change that takes the time away': (world) =>
    of(world, 'campaign.change', SCHEDULED, { scheduled_at: null }),
  'campaign.schedule, campaign.change to a time': (world) =>
    of(world, 'campaign.schedule', {}, { scheduled_at: LATER }),
  '… to another time': (world) =>
    of(world, 'campaign.schedule', SCHEDULED, { scheduled_at: timestamp(NOW + 90_000_000) }),
  'campaign.clone': (world) => of(world, 'campaign.clone', {}, {}),
  'campaign.retarget': (world) =>
    of(world, 'campaign.retarget', { status: 'completed', run: 1, started_at: LATER }, { who: 'not_read' }),
  'campaign.reconcile': (world) => of(world, 'campaign.reconcile', { status: 'completed', run: 1, started_at: LATER }),
  '… while a job is under way': async (world) => {
    const campaign = await world.campaign({ status: 'completed', run: 1, started_at: LATER });
    await beginReconciliation(campaign, 'bench', world.ports);
    return world.route('campaign.reconcile', { params: { id: campaign.id } });
  },
  'campaign.list_approvers': atLeast((world) => of(world, 'campaign.list_approvers', {})),
  'campaign.delete': (world) => of(world, 'campaign.delete', {}),
  'campaign.preflight': atLeast(async (world) => {
    const { sender } = await tested(world);
    return of(world, 'campaign.preflight', { sender_id: sender.id });
  }),
  'campaign.list_audience': atLeast((world) => of(world, 'campaign.list_audience', {})),
  'campaign.preview': async (world) => {
    const { customer, sender } = await tested(world);
    return of(world, 'campaign.preview', { sender_id: sender.id }, { customer_id: customer.id });
  },
  'campaign.test': async (world) => {
    const { customer, sender } = await tested(world);
    const approved = { default: { template_id: sidOf('HX', 1), state: 'approved' as const } };
    const given = { sender_id: sender.id, send_as: 'template' as const, content_templates: approved };
    return of(world, 'campaign.test', given, { to: [customer.phone_number ?? ''] });
  },
};
