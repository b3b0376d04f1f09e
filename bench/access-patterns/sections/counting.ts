import { foldRecords } from '../../../shared/analytics/fold-records.ts';
import { compareSource } from '../../../shared/analytics/compare-rollup.ts';
import { recount } from '../../../shared/analytics/recount.ts';
import { handleStatus } from '../../../shared/message/handle-status.ts';
import { lanePartition } from '../../../shared/message/lane-partition.ts';
import { messageToken } from '../../../shared/message/message-token.ts';
import { atLeast, per, type Section } from '../pattern.ts';
import { sidOf } from '../stubs.ts';
import type { World } from '../world.ts';
import { counted } from './counted.ts';

async function countedCampaign(world: World): Promise<string> {
  const { campaign } = await world.begun();
  await counted(world, campaign);
  return campaign.id;
}

async function several(count: number, make: () => Promise<string>): Promise<string[]> {
  const all: string[] = [];
  while (all.length < count) all.push(await make());
  return all;
}

export const counting: Section = {
  'webhook.status': async (world) => {
    const message = await world.delivered((await world.begun()).campaign, { id: world.ids.next('cus') });
    const report = { status: 'read' as const, provider_sid: message.provider_sid! };
    return () => handleStatus(world.tenant_id, messageToken(message), report, world.ports);
  },
  '… that changes nothing': async (world) => {
    const message = await world.delivered((await world.begun()).campaign, { id: world.ids.next('cus') });
    const report = { status: 'sent' as const, provider_sid: message.provider_sid! };
    return () => handleStatus(world.tenant_id, messageToken(message), report, world.ports);
  },
  '… of a failure that is not about the person': async (world) => {
    const message = await world.claimed((await world.begun()).campaign, { id: world.ids.next('cus') });
    const error = { code: '21609', class: 'setup' as const };
    const report = { status: 'failed' as const, provider_sid: sidOf('SM', 7), error };
    return () => handleStatus(world.tenant_id, messageToken(message), report, world.ports);
  },
  'rollup.fold, messages': per('lane in the batch', async (world, count) => {
    const { campaign } = await world.begun();
    const records = Array.from({ length: count }, (_, lane) => {
      const after = world.draft(campaign, world.ids.next('cus'), world.ids.next('chk'), 0);
      const pk = lanePartition(world.tenant_id, campaign.id, lane);
      return { sequence: '1', pk, sk: `MESSAGE#${after.customer_id}`, before: undefined, after };
    });
    return () => foldRecords(records, world.ports);
  }),
  'rollup.fold, taps': per('campaign in the batch', async (world, count) => {
    const taps = [];
    while (taps.length < count) taps.push(await world.tapped((await world.begun()).campaign, await world.customer()));
    const records = taps.map((after) => {
      const pk = `TENANT#${world.tenant_id}#CAMPAIGN#${after.campaign_id}`;
      return { sequence: '1', pk, sk: `INTERACTION#${after.id}`, before: undefined, after };
    });
    return () => foldRecords(records, world.ports);
  }),
  'report.read': async (world) => world.route('report.read', { params: { id: await countedCampaign(world) } }),
  'report.read with compare': per('campaign named', async (world, count) => {
    const [id, ...compare] = await several(count + 1, () => countedCampaign(world));
    return world.route('report.read', { params: { id }, query: { compare: compare.join(',') } });
  }),
  'button_insights.read': per('campaign', async (world, count) => {
    await several(count, () => countedCampaign(world));
    return world.route('button_insights.read');
  }),
  'message.list': atLeast(async (world) => {
    await world.tenant();
    const { campaign } = await world.begun();
    await world.delivered(campaign, await world.customer());
    return world.route('message.list', { params: { id: campaign.id } });
  }),
  'message.list with a filter and count': atLeast(async (world) => {
    await world.tenant();
    const { campaign } = await world.begun();
    await world.delivered(campaign, await world.customer());
    const query = { reached: 'delivered', count: 'true' };
    return world.route('message.list', { params: { id: campaign.id }, query });
  }),
  'message.list with expand': per('customer', async (world, count) => {
    await world.tenant();
    const { campaign } = await world.begun();
    for (let n = 0; n < count; n++) await world.delivered(campaign, await world.customer());
    return world.route('message.list', { params: { id: campaign.id }, query: { expand: 'customer' } });
  }),
  'message.list_of_customer': per('campaign', async (world, count) => {
    await world.tenant();
    const { id } = await world.customer();
    for (let n = 0; n < count; n++) await world.begun();
    return world.route('message.list_of_customer', { params: { id } });
  }),
  'admin recount': atLeast(async (world) => {
    const { tenant_id, ports } = world;
    const id = await countedCampaign(world);
    return async () => [await recount(tenant_id, id, ports), await ports.rollups.read(tenant_id, id)];
  }),
  'rollup.check, one source': atLeast(async (world) => {
    const { tenant_id, ports } = world;
    const source = { tenant_id, campaign_id: await countedCampaign(world), source: '00' };
    const { rollups } = ports;
    const addCheckpoint: typeof rollups.addCheckpoint = async (of, id, now) => {
      await rollups.addCheckpoint(of, id, now);
      await rollups.passCheckpoint(of, id);
    };
    const passing = { ...ports, ledger: ports, rollups: { ...rollups, addCheckpoint } };
    return () => compareSource(source, passing, { patience: 1_000 });
  }),
  'a message, from its claim until it was read': async (world) => {
    const { tenant_id, ids, ports } = world;
    const { campaign } = await world.begun();
    const customer = { id: ids.next('cus') };
    return async () => {
      const message = await world.claimed(campaign, customer);
      const of = { campaign_id: campaign.id, customer_id: message.customer_id };
      const provider_sid = sidOf('SM', 1);
      await ports.messages.accept(tenant_id, of, provider_sid, campaign.created_at);
      for (const status of ['sent', 'delivered', 'read'] as const)
        await ports.messages.applyStatus(tenant_id, of, { status, provider_sid }, campaign.created_at);
    };
  },
};
