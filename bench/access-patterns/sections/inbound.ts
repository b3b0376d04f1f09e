import { handleInbound } from '../../../shared/interaction/handle-inbound.ts';
import { buttonToken } from '../../../shared/message/message-token.ts';
import type { InboundMessage } from '../../../shared/provider/provider.ts';
import { BUTTONS, CONSENT } from '../builders.ts';
import { atLeast, per, type Section } from '../pattern.ts';
import type { Operation, World } from '../world.ts';
import { reached } from './taps.ts';

function writes(world: World, from: string | null, given: Partial<InboundMessage>): Operation {
  const inbound = { sid: 'SM1', from: from ?? undefined, text: 'Thanks!', media_urls: [], ...given };
  return () => handleInbound(world.tenant_id, inbound, world.ports);
}

/** Somebody writes who was sent a campaign, beside so many others that were sent to others. */
async function answers(world: World, others: number, given: Partial<InboundMessage>): Promise<Operation> {
  for (let n = 0; n < others; n++) await world.begun();
  const { customer } = await reached(world);
  return writes(world, customer.phone_number, given);
}

export const inbound: Section = {
  'webhook.inbound, a tap with our token': async (world) => {
    const { customer, message } = await reached(world);
    return writes(world, customer.phone_number, { text: 'Yes', button_payload: buttonToken(message, 0) });
  },
  'webhook.inbound, a tap by OriginalRepliedMessageSid': per('recent campaign', async (world, count) => {
    for (let n = 1; n < count; n++) await world.begun();
    const { customer, message } = await reached(world);
    const given = { text: 'Yes', button_payload: BUTTONS[0]!.id, replied_to_sid: message.provider_sid };
    return writes(world, customer.phone_number, given);
  }),
  'webhook.inbound, words': per('recent campaign', (world, count) => answers(world, count - 1, {})),
  '… within an hour of a tap': per('recent campaign', async (world, count) => {
    for (let n = 1; n < count; n++) await world.begun();
    const { campaign } = await world.begun({ buttons: BUTTONS });
    const customer = await world.customer();
    await world.tapped(campaign, customer);
    return writes(world, customer.phone_number, {});
  }),
  'webhook.inbound, STOP': per('recent campaign', (world, count) => answers(world, count - 1, { text: 'STOP' })),
  'webhook.inbound, START': per('recent campaign', async (world, count) => {
    for (let n = 1; n < count; n++) await world.begun();
    const { campaign } = await world.begun();
    const customer = await world.customer({ consent: { ...CONSENT, status: 'opted_out' } });
    await world.delivered(campaign, customer);
    return writes(world, customer.phone_number, { text: 'START' });
  }),
  'webhook.inbound, a stranger': per('recent campaign', async (world, count) => {
    for (let n = 0; n < count; n++) await world.begun();
    return writes(world, '+4915112345678', {});
  }),
  'reply.list': atLeast(async (world) => {
    const { campaign, customer } = await reached(world);
    await writes(world, customer.phone_number, {})();
    return world.route('reply.list', { params: { id: campaign.id } });
  }),
  'reply.list_of_customer': atLeast(async (world) => {
    const { customer } = await reached(world);
    await writes(world, customer.phone_number, {})();
    return world.route('reply.list_of_customer', { params: { id: customer.id } });
  }),
  'webhook.inbound, told again': async (world) => {
    const { phone_number } = await world.customer();
    await writes(world, phone_number, { text: 'HELP' })();
    return writes(world, phone_number, { text: 'HELP' });
  },
};
