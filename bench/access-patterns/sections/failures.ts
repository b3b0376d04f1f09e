import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import type { MessageFailed } from '../../../shared/event/domain-event.ts';
import type { ErrorClass } from '../../../shared/provider/error-class.ts';
import { followUpFailure } from '../../../shared/reaction/follow-up-failure.ts';
import { reconcileCampaign } from '../../../shared/reaction/reconcile-campaign.ts';
import { reconcileMessage, type ReconcileJob } from '../../../shared/reaction/reconcile-message.ts';
import { moveToDeadLetters } from '../../../shared/send/move-to-dead-letters.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { laneOf } from '../../../shared/platform/lanes.ts';
import { per, type Section } from '../pattern.ts';
import { sidOf } from '../stubs.ts';
import { NOW, type Operation, type World } from '../world.ts';
import { counted } from './counted.ts';

const AT = timestamp(NOW);
/** Template failures in a minute that a sender's slowest rate permits. */
const TOO_MANY = 5;
const CODE = '63016';
/** Classes whose messages wait again, so that they are read. */
const KEPT: readonly ErrorClass[] = ['throttled', 'outside_window'];

/** A message of a campaign failed, with this class of error, the last of so many in a row. */
async function failed(world: World, errorClass: ErrorClass, times = 1): Promise<Operation> {
  const { tenant_id, ids, ports } = world;
  const { campaign } = await world.begun({}, { rate: 1 });
  if (errorClass === 'template') await counted(world, campaign);
  const customer = await world.customer();
  if (KEPT.includes(errorClass)) await dropped(world, campaign, customer, errorClass);
  const event = (): MessageFailed => {
    const of = { campaign: { id: campaign.id, name: campaign.name }, variant: null, customer: { id: customer.id } };
    const error = { code: CODE, class: errorClass, accepted: false, attempted_at: AT };
    const data = { ...of, message_id: ids.next('msg'), ...error };
    return { id: ids.next('evt'), type: 'message.failed', tenant_id, timestamp: AT, data };
  };
  for (let n = 1; n < times; n++) await followUpFailure(event(), ports);
  const last = event();
  return () => followUpFailure(last, ports);
}

/** The message that the provider took and did not deliver. */
async function dropped(
  { tenant_id, claimed, ports }: World,
  campaign: Campaign,
  customer: Customer,
  errorClass: ErrorClass,
): Promise<void> {
  const message = await claimed(campaign, customer);
  const provider_sid = sidOf('SM', 9);
  const error = { code: CODE, class: errorClass };
  await ports.messages.applyStatus(tenant_id, message, { status: 'undelivered', provider_sid, error }, AT);
}

/** A message came back with this class of error. @param others to how many other campaigns' messages it came too soon */
async function cameBack(world: World, errorClass: ErrorClass, others = 0): Promise<Operation> {
  const { tenant_id, ids, ports } = world;
  const { campaign, sender } = await world.begun();
  const customer = await world.customer();
  for (let n = 0; n < others; n++)
    await world.delivered((await world.begun({ sender_id: sender.id })).campaign, customer);
  const message = await world.claimed(campaign, customer);
  const code = '21609';
  const report = { status: 'failed' as const, provider_sid: sidOf('SM', 9), error: { code, class: errorClass } };
  await ports.messages.applyStatus(tenant_id, message, report, AT);
  const of = { campaign: { id: campaign.id, name: campaign.name }, variant: null };
  const error = { code, class: errorClass, accepted: true, attempted_at: AT };
  const data = { ...of, customer: { id: customer.id }, message_id: message.id, ...error };
  const event = { id: ids.next('evt'), type: 'message.returned' as const, tenant_id, timestamp: AT, data };
  return () => followUpFailure(event, ports);
}

/** A message whose outcome is unknown, of a customer who has so many others. */
async function unknown(world: World, others: number) {
  const { tenant_id, ports } = world;
  const { campaign } = await world.begun();
  const customer = await world.customer();
  for (let n = 0; n < others; n++) await world.delivered((await world.begun()).campaign, customer);
  const message = await world.claimed(campaign, customer);
  await ports.messages.markUnknown(tenant_id, message, message.holder!, 'No answer.', AT);
  return { campaign, customer, message };
}

/** The look for such a message. */
async function look(world: World, others: number): Promise<Operation> {
  const { tenant_id, ports } = world;
  const { campaign, customer, message } = await unknown(world, others);
  const of = { campaign: { id: campaign.id, name: campaign.name }, variant: null, customer: { id: customer.id } };
  const data = { ...of, message_id: message.id, attempts: 1 };
  const id = world.ids.next('evt');
  const job: ReconcileJob = { id, type: 'message.unknown', tenant_id, timestamp: AT, looks: 0, data };
  return () => reconcileMessage(job, ports);
}

export const failures: Section = {
  'a chunk that was given up': per('recipient', async (world, count) => {
    const { campaign } = await world.begun();
    const chunk = world.chunk(
      campaign,
      Array.from({ length: count }, () => world.ids.next('cus')),
    );
    return () => moveToDeadLetters(chunk, world.ports);
  }),
  '… everyone has an outcome': per('recipient', async (world, count) => {
    const { campaign } = await world.begun();
    const customers = Array.from({ length: count }, () => ({ id: world.ids.next('cus') }));
    for (const customer of customers) await world.delivered(campaign, customer);
    const chunk = world.chunk(
      campaign,
      customers.map(({ id }) => id),
    );
    return () => moveToDeadLetters(chunk, world.ports);
  }),
  '… a message whose holder died': async (world) => {
    const message = await world.claimed((await world.begun()).campaign, { id: world.ids.next('cus') });
    return () => world.ports.messages.expireLease(world.tenant_id, message, NOW);
  },
  'failure.follow_up, bad recipient': (world) => failed(world, 'bad_recipient'),
  '… opted out': (world) => failed(world, 'opted_out'),
  '… throttled': (world) => failed(world, 'throttled'),
  '… fatal': (world) => failed(world, 'fatal'),
  '… template': (world) => failed(world, 'template', 2),
  '… template, and too many': (world) => failed(world, 'template', TOO_MANY),
  '… a template outside the window': (world) => failed(world, 'outside_window'),
  '… that came back': (world) => cameBack(world, 'setup'),
  '… that came back for a limit': (world) => cameBack(world, 'account_limit'),
  '… for that of the portfolio': (world) => cameBack(world, 'portfolio_limit'),
  '… that came too soon after another': (world) => cameBack(world, 'portfolio_limit', 1),
  'message.reconcile, not found': per('other message', look),
  '… found': async (world) => {
    world.ports.answers.find = [{ provider_sid: sidOf('SM', 9), created_at: NOW, report: undefined }];
    return look(world, 0);
  },
  'job.run, one asked about again': async (world) => {
    const { tenant_id, ports } = world;
    const { campaign, customer } = await unknown(world, 0);
    const job = { tenant_id, input: { campaign_id: campaign.id }, position: { lane: laneOf(customer.id) } };
    return () => reconcileCampaign(ports).step(job, NOW);
  },
};
