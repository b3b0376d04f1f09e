import type { TargetCriteria } from '../../../shared/campaign/audience.ts';
import { planPage } from '../../../shared/run/plan-page.ts';
import { keepSegments } from '../../../shared/segment/keep-segments.ts';
import { addSegment } from '../../../shared/segment/save-segment.ts';
import type { Segment } from '../../../shared/segment/segment.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { atLeast, per, type Section } from '../pattern.ts';
import { NOW, type Operation, type World } from '../world.ts';
import { passOf } from './planning.ts';

const VIP: TargetCriteria = { tags_any: ['vip'] };
let names = 0;

async function segment({ tenant_id, ids, ports }: World, criteria = VIP): Promise<Segment> {
  const made = { created_at: timestamp(NOW), updated_at: timestamp(NOW) };
  return addSegment({ ...made, id: ids.next('seg'), tenant_id, name: `Regulars ${names++}`, criteria }, ports);
}

async function of(world: World, id: string, body?: object): Promise<Operation> {
  return world.route(id, { params: { id: (await segment(world)).id }, body });
}

export const segments: Section = {
  'segment.create': (world) => world.route('segment.create', { body: { name: 'Regulars', criteria: VIP } }),
  'customer.list with segment_id': atLeast(async (world) => {
    await world.customer();
    return world.route('customer.list', { query: { segment_id: (await segment(world)).id } });
  }),
  'segment.list': atLeast(async (world) => {
    await segment(world);
    return world.route('segment.list');
  }),
  'segment.read': atLeast((world) => of(world, 'segment.read')),
  'segment.change': (world) => of(world, 'segment.change', { description: 'Ours' }),
  '… of its name': (world) => of(world, 'segment.change', { name: `Others ${names++}` }),
  '… of its criteria': (world) => of(world, 'segment.change', { criteria: { tags_any: ['new'] } }),
  'segment.delete': atLeast((world) => of(world, 'segment.delete')),
  'campaign.open keeps segments': per('segment', async (world, count) => {
    const named = [];
    for (let n = 0; n < count; n++) named.push((await segment(world)).id);
    const { campaign } = await world.begun({ target_criteria: { segments_any: named } });
    return () => keepSegments(campaign, world.ports);
  }),
  'a page of 25 customers asks of a campaign': async (world) => {
    const { lane, all } = await world.laneOfCustomers(25);
    const before = await world.campaign();
    for (const customer of all) await world.delivered(before, customer);
    const engagement = [{ campaign_id: before.id, did: 'read' as const }];
    const pass = await passOf(world, { target_criteria: { engagement } }, lane);
    const campaign = { ...pass.campaign, started_at: pass.campaign.created_at };
    return () => planPage({ ...pass, campaign }, { planned: 0 }, world.ports);
  },
  '… of a webhook, which it asks': async (world) => {
    const { lane } = await world.laneOfCustomers(25);
    const recommend = { webhook_endpoint_id: world.ids.next('whe'), timeout_seconds: 5 };
    const pass = await passOf(world, { recommend }, lane);
    const campaign = { ...pass.campaign, started_at: pass.campaign.created_at };
    return () => planPage({ ...pass, campaign }, { planned: 0 }, world.ports);
  },
  '… of a campaign by which it chooses contents': async (world) => {
    const { lane, all } = await world.laneOfCustomers(25);
    const before = await world.campaign();
    for (const customer of all) await world.delivered(before, customer);
    const when = { engagement: [{ campaign_id: before.id, did: 'read' as const }] };
    const pass = await passOf(world, { contents: [{ key: 'readers', when, message_content: 'Again!' }] }, lane);
    const campaign = { ...pass.campaign, started_at: pass.campaign.created_at };
    return () => planPage({ ...pass, campaign }, { planned: 0 }, world.ports);
  },
};
