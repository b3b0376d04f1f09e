import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { placeOf } from '../../../shared/campaign/placement.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { asStored, courseOf } from '../../../shared/prediction/course.ts';
import { PICK_WEIGHTS } from '../../../shared/prediction/pick-cell.ts';
import type { Learnt } from '../../../shared/prediction/prediction.store.ts';
import { deferChunk } from '../../../shared/send/defer-chunk.ts';
import { parkRecipients } from '../../../shared/send/park-chunk.ts';
import { sendChunk } from '../../../shared/send/send-chunk.ts';
import { readLimits } from '../../../shared/sender/read-limits.ts';
import { BRAKE } from '../../../shared/sender/sender.ts';
import { BUTTONS } from '../builders.ts';
import { per, type Section } from '../pattern.ts';
import { NOW, type World } from '../world.ts';

const LINK = { id: 'shop', title: 'Shop', type: 'url' as const, url: 'https://shop.example' };
const PICKING: Partial<Campaign> = {
  ...{ weight: 1, buttons: BUTTONS.slice(0, 1), contents: [{ key: 'web', weight: 1, buttons: [LINK] }], picking: true },
  experiment: { metric: 'converted', window_hours: 24, test_share: 1, no_winner: 'control', pick: 'predicted' },
};

/** Picks that are in use, which know of one campaign before. */
function learntOf(before: Campaign): Learnt {
  const weights = Array.from({ length: PICK_WEIGHTS }, () => 0);
  const at = timestamp(NOW);
  const converted = {
    ...{
      training: '1',
      trained_at: at,
      campaigns: [],
      kinds: ['reply' as const, 'url' as const],
      people: 100,
      did: 50,
    },
    ...{ weights, status: 'in_use' as const, proofs: [] },
  };
  const picks = { courses: [asStored(courseOf(before))], models: { converted } };
  return { training: '1', at, messages: 0, did: 0, picks };
}

async function chunkFor(world: World, count: number, given: Partial<Campaign> = {}) {
  await world.tenant();
  const { campaign, sender } = await world.begun(given);
  const customers: string[] = [];
  while (customers.length < count) customers.push((await world.customer()).id);
  return { campaign, sender, chunk: world.chunk(campaign, customers) };
}

/** An attempt at a customer's next message, who was sent one of another campaign. */
async function attempt({ tenant_id, ids, ports }: World) {
  const customer_id = ids.next('cus');
  const make = () => ({ tenant_id, customer_id, campaign_id: ids.next('cmp'), holder: ids.next('chk') });
  const before = make();
  await ports.frequencies.take(before, { per_day: 5 }, NOW);
  return { before, next: make() };
}

export const sending: Section = {
  'a chunk is sent': per('recipient', async (world, count) => {
    const { chunk } = await chunkFor(world, count);
    return () => sendChunk(chunk, world.ports);
  }),
  '… whose contents were chosen at planning': per('recipient', async (world, count) => {
    const when = { last_wrote_within_days: 7 };
    const contents = [{ key: 'writers', when, message_content: 'You wrote.' }];
    const { chunk, campaign } = await chunkFor(world, count, { contents });
    const choice = { content_key: 'writers', why: 'criterion' as const };
    const choices = new Map(chunk.recipients.map((id) => [id, choice]));
    await world.ports.choices.keep(world.tenant_id, campaign.id, choices);
    return () => sendChunk(chunk, world.ports);
  }),
  '… for whom variants are picked, by one campaign before': per('recipient', async (world, count) => {
    const before = await world.campaign({ status: 'completed', run: 1, started_at: timestamp(NOW - 86_400_000) });
    const { chunk, campaign } = await chunkFor(world, count, PICKING);
    // Chance's share is read for nobody.
    const recipients: string[] = [];
    while (recipients.length < count) {
      const customer = await world.customer();
      if (!placeOf(campaign, customer.id).isTest)
        recipients.push((await world.delivered(before, customer), customer.id));
    }
    await world.ports.predictions.replace(world.tenant_id, undefined, learntOf(before));
    return () => sendChunk({ ...chunk, recipients }, world.ports);
  }),
  "the sender's limits are read": async (world) => {
    const sender = await world.sender({ limits_read_at: undefined });
    const limits = { messaging_limit: 250, quality_rating: 'HIGH' };
    const limitReaders = () => ({ limits: async () => limits });
    return () => readLimits(sender, {}, NOW, { ...world.ports, limitReaders });
  },
  'a chunk yields to replies, beyond reading': async (world) => {
    const sender = await world.sender();
    await world.ports.senders.reserveReply(sender, NOW);
    return () => world.ports.senders.yieldToReplies({ ...sender, reply_debt: 1 }, 1);
  },
  'a chunk gets a later slot': async (world) => {
    const { campaign, sender, chunk } = await chunkFor(world, 1);
    await world.ports.senders.reserve(sender, 80, NOW);
    return () => deferChunk(chunk, campaign, 'slower', world.ports);
  },
  '… its sender is idle': async (world) => {
    const { campaign, chunk } = await chunkFor(world, 1);
    return () => deferChunk(chunk, campaign, 'slower', world.ports);
  },
  'a small chunk is parked': async (world) => {
    const { chunk } = await chunkFor(world, 1);
    return () => world.ports.lanes.park(chunk, NOW);
  },
  'recipients whom a rule keeps waiting': per('recipient', async (world, count) => {
    const { chunk, sender } = await chunkFor(world, count);
    const deferred = chunk.recipients.map((id) => ({ id, until: NOW + 60_000 }));
    return () => parkRecipients(chunk, deferred, 'daily_limit', sender, world.ports);
  }),
  'a frequency cap, before the claim': async (world) => {
    const { next } = await attempt(world);
    return () => world.ports.frequencies.take(next, { per_day: 5 }, NOW);
  },
  '… after an attempt that sent nothing': async (world) => {
    const { before } = await attempt(world);
    return () => world.ports.frequencies.giveBack(before);
  },
  'a streak of failures is counted': async (world) => {
    const { campaign } = await world.begun();
    return () => world.ports.campaigns.countOutcomes(campaign, { add: { unknown_streak: 1 }, set: {} });
  },
  'the provider says "slow down"': async (world) => {
    const { id } = await world.sender();
    await world.ports.senders.brake(world.tenant_id, id, NOW);
    return () => world.ports.senders.brake(world.tenant_id, id, NOW + BRAKE);
  },
};
