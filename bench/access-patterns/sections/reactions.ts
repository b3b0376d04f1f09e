import type { ButtonAction } from '../../../shared/content/button.ts';
import type { ButtonClicked } from '../../../shared/event/domain-event.ts';
import { publishEvents } from '../../../shared/event/publish-events.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { answerWithAgent } from '../../../shared/reaction/answer-with-agent.ts';
import { giveUpAnswer } from '../../../shared/reaction/give-up-answer.ts';
import { dispatchReply } from '../../../shared/reaction/dispatch-reply.ts';
import { BUTTONS } from '../builders.ts';
import { per, type Section } from '../pattern.ts';
import { NOW, type Operation, type World } from '../world.ts';
import { reached } from './taps.ts';

const REPLY: ButtonAction = { type: 'auto_reply', message: 'Thank you!' };
const WITH_BUTTON: ButtonAction = { ...REPLY, buttons: [{ id: 'more', title: 'More' }] };

async function clicked(world: World, action: ButtonAction): Promise<ButtonClicked> {
  const { campaign, customer, message } = await reached(world);
  const { id, title, type } = BUTTONS[0]!;
  const tap = { id: world.ids.next('int'), message_id: message.id, source: 'inbound', clicked_at: timestamp(NOW) };
  const about = { campaign: { id: campaign.id, name: campaign.name }, variant: null, customer: { id: customer.id } };
  const data = { ...about, button: { id, title, type }, interaction: tap, action };
  return {
    id: world.ids.next('evt'),
    type: 'campaign.button_clicked',
    tenant_id: world.tenant_id,
    timestamp: timestamp(NOW),
    data,
  };
}

async function dispatches(
  world: World,
  action: ButtonAction,
  before = async (_: ButtonClicked): Promise<unknown> => undefined,
): Promise<Operation> {
  const event = await clicked(world, action);
  await before(event);
  return () => dispatchReply(event, world.ports);
}

/** A recorded tap on a button that an agent answers: what comes of it is kept with the tap. */
async function forAgent(world: World): Promise<ButtonClicked> {
  const { id } = await world.endpoint();
  const event = await clicked(world, {
    ...{ type: 'agent', webhook_endpoint_id: id, timeout_seconds: 8, fallback: 'Later.' },
  });
  const campaign = await world.ports.campaigns.get(world.tenant_id, event.data.campaign!.id);
  const customer = await world.ports.customers.get(world.tenant_id, event.data.customer.id);
  const tap = await world.tapped(campaign!, customer!);
  return { ...event, data: { ...event.data, interaction: { ...event.data.interaction, id: tap.id } } };
}

/** The row of an answer that somebody else claimed. */
async function claimed(world: World) {
  const of = { campaign_id: world.ids.next('cmp'), interaction_id: world.ids.next('int') };
  const lease = () => ({ holder: world.ids.next('chk'), lease_until: NOW });
  const first = lease();
  const { autoReplies } = world.ports;
  await autoReplies.claim(world.tenant_id, of, first, NOW);
  return { autoReplies, of, first, again: () => autoReplies.claim(world.tenant_id, of, lease(), NOW) };
}

export const reactions: Section = {
  'events.publish': per('campaign in the batch', async (world, count) => {
    const taps = [];
    while (taps.length < count) taps.push(await world.tapped((await world.begun()).campaign, await world.customer()));
    const records = taps.map((after) => ({
      sequence: '1',
      pk: '',
      sk: `INTERACTION#${after.id}`,
      before: undefined,
      after,
    }));
    return () => publishEvents(records, world.ports);
  }),
  '… of a message that was delivered or read': async (world) => {
    const { campaign } = await world.begun();
    const draft = world.draft(campaign, world.ids.next('cus'), world.ids.next('chk'), NOW);
    const after = { ...draft, status: 'delivered', delivered_at: timestamp(NOW) };
    const record = { sequence: '1', pk: `TENANT#${world.tenant_id}#`, sk: 'MESSAGE#', before: draft, after };
    return () => publishEvents([record], world.ports);
  },
  '… of a failed message': async (world) => {
    const { campaign } = await world.begun();
    const draft = world.draft(campaign, world.ids.next('cus'), world.ids.next('chk'), NOW);
    const after = { ...draft, status: 'failed', error_code: '63016', failed_at: timestamp(NOW) };
    const record = { sequence: '1', pk: `TENANT#${world.tenant_id}#`, sk: 'MESSAGE#', before: draft, after };
    return () => publishEvents([record], world.ports);
  },
  'reply.dispatch, auto reply': (world) => dispatches(world, REPLY),
  '… while others wait for their slots': (world) =>
    dispatches(world, REPLY, async ({ data }) => {
      const campaign = await world.ports.campaigns.get(world.tenant_id, data.campaign!.id);
      const sender = await world.ports.senders.get(world.tenant_id, campaign!.sender_id);
      await world.ports.senders.reserveReply(sender!, NOW);
    }),
  '… with buttons, the first time': (world) => dispatches(world, WITH_BUTTON),
  '… with buttons, later': (world) =>
    dispatches(world, WITH_BUTTON, async () => dispatchReply(await clicked(world, WITH_BUTTON), world.ports)),
  'the claim of an auto reply, released before': async (world) => {
    const { autoReplies, of, first, again } = await claimed(world);
    await autoReplies.settle(world.tenant_id, of, first.holder, { status: 'retry' });
    return again;
  },
  '… whose holder died': async (world) => (await claimed(world)).again,
  'agent.answer': async (world) => {
    const event = await forAgent(world);
    return () => answerWithAgent(event, world.ports);
  },
  '… that comes again': async (world) => {
    const event = await forAgent(world);
    await answerWithAgent(event, world.ports);
    return () => answerWithAgent(event, world.ports);
  },
  'agent.give_up': async (world) => {
    const event = await forAgent(world);
    return () => giveUpAnswer(event, world.ports);
  },
  'reply.dispatch, tag': (world) => dispatches(world, { type: 'tag', tags: ['vip'] }),
  'reply.dispatch, opt out': (world) => dispatches(world, { type: 'opt_out' }),
  'reply.dispatch, webhook': per('endpoint', async (world, count) => {
    for (let n = 0; n < count; n++) await world.endpoint();
    return dispatches(world, { type: 'webhook' });
  }),
  '… to the endpoint that is named': async (world) => {
    const { id } = await world.endpoint();
    return dispatches(world, { type: 'webhook', webhook_endpoint_id: id });
  },
};
