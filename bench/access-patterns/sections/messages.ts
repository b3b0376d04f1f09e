import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import type { Section } from '../pattern.ts';
import { sidOf } from '../stubs.ts';
import { NOW, type World } from '../world.ts';

const AT = timestamp(NOW);
const SID = sidOf('SM', 7);
const ERROR = { code: '63024', class: 'bad_recipient' } as const;
const LATER = NOW + 20_000;

/** A message of a campaign that somebody holds. */
async function held(world: World, lease?: number) {
  const { campaign } = await world.begun();
  const message = await world.claimed(campaign, { id: world.ids.next('cus') }, lease);
  return { campaign, message, again: draftAgain(world, campaign, message.customer_id) };
}

function draftAgain({ draft, ids }: World, campaign: Campaign, customer_id: string) {
  return draft(campaign, customer_id, ids.next('chk'), LATER);
}

async function released(world: World) {
  const one = await held(world);
  await world.ports.messages.release(world.tenant_id, one.message, one.message.holder!);
  return one;
}

/** The steps of one message's row. */
export const messages: Section = {
  'the claim': async (world) => {
    const { campaign } = await world.begun();
    const draft = draftAgain(world, campaign, world.ids.next('cus'));
    return () => world.ports.messages.claim(world.tenant_id, draft, NOW);
  },
  '… of a released message': async (world) => {
    const { again } = await released(world);
    return () => world.ports.messages.claim(world.tenant_id, again, NOW);
  },
  '… of one whose holder died': async (world) => {
    const { again } = await held(world);
    return () => world.ports.messages.claim(world.tenant_id, again, NOW);
  },
  '… of one that is settled or leased': async (world) => {
    const { again } = await held(world, LATER);
    return () => world.ports.messages.claim(world.tenant_id, again, NOW);
  },
  'the message is skipped': async (world) => {
    const { campaign } = await world.begun();
    const draft = { id: world.ids.next('msg'), campaign_id: campaign.id, customer_id: world.ids.next('cus') };
    return () => world.ports.messages.skip(world.tenant_id, draft, 'opted_out', NOW);
  },
  '… after it was released': async (world) => {
    const { message } = await released(world);
    const { id, campaign_id, customer_id } = message;
    return () => world.ports.messages.skip(world.tenant_id, { id, campaign_id, customer_id }, 'cancelled', NOW);
  },
  'the provider has it': async (world) => {
    const { message } = await held(world);
    return () => world.ports.messages.accept(world.tenant_id, message, SID, AT);
  },
  '… after its status said so': async (world) => {
    const { message } = await held(world);
    await world.ports.messages.applyStatus(world.tenant_id, message, { status: 'sent', provider_sid: SID }, AT);
    return () => world.ports.messages.accept(world.tenant_id, message, SID, AT);
  },
  'the provider refuses it': async (world) => {
    const { message } = await held(world);
    return () => world.ports.messages.fail(world.tenant_id, message, message.holder!, ERROR, AT);
  },
  'nobody knows whether the provider has it': async (world) => {
    const { message } = await held(world);
    return () => world.ports.messages.markUnknown(world.tenant_id, message, message.holder!, 'No answer.', AT);
  },
  'it was not sent, and is released': async (world) => {
    const { message } = await held(world);
    return () => world.ports.messages.release(world.tenant_id, message, message.holder!);
  },
};
