import { visitLink } from '../../../shared/interaction/follow-link.ts';
import { handleCall } from '../../../shared/interaction/handle-call.ts';
import { recordTap } from '../../../shared/interaction/record-tap.ts';
import type { Tap } from '../../../shared/interaction/interaction.ts';
import { linkToken } from '../../../shared/message/link-token.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { BUTTONS } from '../builders.ts';
import { atLeast, per, type Section } from '../pattern.ts';
import { NOW, type Operation, type World } from '../world.ts';

const SECRET = 's'.repeat(43);
const TAP: Tap = { button: BUTTONS[0]!, source: 'inbound', key: 'inbound#SM1', clicked_at: timestamp(NOW) };
const CALL = { sid: 'CA1', to: '+4930111111' };

/** A customer who has the message of a campaign with buttons. */
export async function reached(world: World, given: Parameters<World['begun']>[0] = {}) {
  const { campaign, sender } = await world.begun({ buttons: BUTTONS, ...given });
  const customer = await world.customer();
  return { campaign, sender, customer, message: await world.delivered(campaign, customer) };
}

async function visit(world: World, byPerson: boolean): Promise<Operation> {
  await world.tenant({ link_secret: SECRET });
  const { campaign, customer } = await reached(world);
  const link = { tenant_id: world.tenant_id, campaign_id: campaign.id, customer_id: customer.id, place: 1 };
  return () => visitLink(linkToken(link, SECRET), { id: 'request', byPerson }, world.ports);
}

/** A customer who tapped the button of a campaign. */
async function tapped(world: World) {
  const { campaign } = await world.begun({ buttons: BUTTONS });
  const customer = await world.customer();
  return { campaign, customer, interaction: await world.tapped(campaign, customer) };
}

async function list(world: World, by: 'button_id' | 'customer_id' | undefined): Promise<Operation> {
  const { campaign, interaction } = await tapped(world);
  return world.route('interaction.list', { params: { id: campaign.id }, query: by && { [by]: interaction[by] } });
}

const CONVERSION = { conversion_type: 'purchase', conversion_reference_id: 'order-1' };

export const taps: Section = {
  'the tap': async (world) => {
    const to = await reached(world);
    return () => recordTap(to, TAP, world.ports);
  },
  '… that was recorded before': async (world) => {
    const to = await reached(world);
    await recordTap(to, TAP, world.ports);
    return () => recordTap(to, TAP, world.ports);
  },
  'webhook.voice': per('campaign with the number', async (world, count) => {
    const { campaign, customer } = await reached(world);
    for (let n = 1; n < count; n++) await world.begun({ buttons: campaign.buttons });
    return () => handleCall(world.tenant_id, { ...CALL, from: customer.phone_number ?? '' }, world.ports);
  }),
  'link.follow by a person': (world) => visit(world, true),
  'link.follow by a program, link.probe': (world) => visit(world, false),
  'interaction.click': async (world) => {
    const { campaign, customer } = await reached(world);
    const body = { customer_id: customer.id, button_id: 'call' };
    return world.route('interaction.click', { params: { id: campaign.id }, body });
  },
  'interaction.list': atLeast((world) => list(world, undefined)),
  'interaction.list with button_id': atLeast((world) => list(world, 'button_id')),
  'interaction.list with customer_id': per('interaction', async (world, count) => {
    const to = await reached(world, { taps_by_customer: true });
    for (let n = 0; n < count; n++) await recordTap(to, { ...TAP, key: `inbound#SM${n}` }, world.ports);
    return world.route('interaction.list', { params: { id: to.campaign.id }, query: { customer_id: to.customer.id } });
  }),
  '… of a campaign of an earlier version': atLeast((world) => list(world, 'customer_id')),
  'interaction.list with converted': per('interaction', async (world, count) => {
    const { campaign } = await world.begun({ buttons: BUTTONS });
    for (let n = 0; n < count; n++) {
      const interaction = await world.tapped(campaign, await world.customer());
      const conversion = { ...CONVERSION, conversion_reference_id: `order-${n}`, converted_at: timestamp(NOW) };
      await world.ports.interactions.credit(interaction, conversion);
    }
    return world.route('interaction.list', { params: { id: campaign.id }, query: { converted: 'true' } });
  }),
  'interaction.list_of_customer': atLeast(async (world) => {
    const { customer } = await tapped(world);
    return world.route('interaction.list_of_customer', { params: { id: customer.id } });
  }),
  'interaction.convert': async (world) => {
    const { campaign, interaction } = await tapped(world);
    const params = { id: campaign.id, interaction_id: interaction.id };
    return world.route('interaction.convert', { params, body: CONVERSION });
  },
  'conversion.report with customer_id': atLeast(async (world) => {
    const { customer } = await tapped(world);
    return world.route('conversion.report', { body: { customer_id: customer.id, ...CONVERSION } });
  }),
  'conversion.report with phone_number': atLeast(async (world) => {
    const { customer } = await tapped(world);
    return world.route('conversion.report', { body: { phone_number: customer.phone_number, ...CONVERSION } });
  }),
};
