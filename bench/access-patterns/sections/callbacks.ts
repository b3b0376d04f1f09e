import { recoverCallbacks } from '../../../shared/reaction/recover-callbacks.ts';
import type { Recovery } from '../../../shared/run/callback-watch.ts';
import { sweepCallbacks, watchCallbacks } from '../../../shared/run/sweep-callbacks.ts';
import { per, type Section } from '../pattern.ts';
import { NOW, type Operation, type World } from '../world.ts';
import { counted } from './counted.ts';

const LATER = { now: () => NOW + 900_000, sleepUntil: async () => undefined };
const DAY = 86_400_000;

/** The list of watches is one for all tenants: so it is emptied before. */
async function emptied({ ports: { callbackWatches } }: World): Promise<void> {
  const { campaigns, senders } = await callbackWatches.all();
  for (const watch of campaigns.values()) await callbackWatches.removeCampaign(watch);
  for (const watch of senders.values()) await callbackWatches.removeSender(watch);
}

/** A quarter of an hour after a campaign ended, with its own watch or with that of its sender. */
async function due(world: World, which: 'campaign' | 'sender'): Promise<Operation> {
  await emptied(world);
  const { campaign } = await world.begun({ status: 'completed' });
  await counted(world, campaign);
  await watchCallbacks(campaign, world.ports);
  const { campaigns, senders } = await world.ports.callbackWatches.all();
  const { callbackWatches } = world.ports;
  if (which === 'sender') for (const watch of campaigns.values()) await callbackWatches.removeCampaign(watch);
  else for (const watch of senders.values()) await callbackWatches.removeSender(watch);
  return () => sweepCallbacks({ ...world.ports, clock: LATER });
}

async function listsSent(world: World, count: number, status: 'delivered' | 'read'): Promise<Operation> {
  const { tenant_id, ports } = world;
  const { campaign } = await world.begun();
  for (let n = 0; n < count; n++) {
    const customer = await world.customer();
    const { provider_sid = '' } = await world.delivered(campaign, customer);
    const report = { status, provider_sid };
    ports.answers.sent.push({ provider_sid, to: customer.phone_number ?? undefined, created_at: NOW, report });
  }
  const job: Recovery = { kind: 'list_sent', tenant_id, campaign_id: campaign.id, pages: 0 };
  return () => recoverCallbacks(job, ports);
}

async function asksEach(world: World): Promise<Operation> {
  const { tenant_id, ports } = world;
  const { campaign } = await world.begun();
  const { lane, all } = await world.laneOfCustomers(1);
  await world.delivered(campaign, all[0]!);
  const job: Recovery = {
    ...{ kind: 'ask_each', tenant_id, campaign_id: campaign.id },
    ...{ lanes: [lane], isLast: true, pages: 0 },
  };
  return () => recoverCallbacks(job, ports);
}

async function listsReceived(world: World, count: number): Promise<Operation> {
  const { tenant_id, ports } = world;
  await emptied(world);
  const { campaign, sender } = await world.begun();
  await watchCallbacks(campaign, ports);
  for (let n = 0; n < count; n++) {
    const { phone_number, id: customer_id } = await world.customer();
    const inbound = { tenant_id, customer_id, sid: `SM${n}`, kind: 'reply' as const, text: 'Hi', media_urls: [] };
    await ports.inbounds.add({ ...inbound, received_at: new Date(NOW).toISOString() });
    const listed = { sid: `SM${n}`, from: phone_number ?? undefined, whatsapp_user_id: undefined, country: undefined };
    ports.answers.received.push({ ...listed, text: 'Hi', received_at: NOW });
  }
  const job: Recovery = {
    ...{ kind: 'list_received', tenant_id, sender_id: sender.id },
    ...{ since: NOW, begun: NOW + DAY, pages: 0 },
  };
  return () => recoverCallbacks(job, ports);
}

export const callbacks: Section = {
  'a campaign’s callbacks begin to be watched': async (world) => {
    await emptied(world);
    const { campaign } = await world.begun();
    return () => watchCallbacks(campaign, world.ports);
  },
  'campaign.sweep, a campaign’s watch is due': (world) => due(world, 'campaign'),
  'campaign.sweep, a sender’s watch is due': (world) => due(world, 'sender'),
  'callbacks.recover, a page of what a sender sent': per('message', (world, count) =>
    listsSent(world, count, 'delivered'),
  ),
  '… of which one is news': (world) => listsSent(world, 1, 'read'),
  'callbacks.recover, a page of a lane': asksEach,
  'callbacks.recover, a page of what people wrote': per('message', listsReceived),
};
