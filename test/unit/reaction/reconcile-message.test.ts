import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Interaction } from '../../../shared/interaction/interaction.ts';
import type { Message } from '../../../shared/message/message.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { statusReport } from '../../../shared/provider/twilio/twilio-status.ts';
import type { ProviderMessage } from '../../../shared/provider/provider.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { laneName, laneOf } from '../../../shared/platform/lanes.ts';
import type { AutoReply } from '../../../shared/reaction/auto-reply.ts';
import {
  reconcileJob,
  reconcileMessage,
  type ReconcileJob,
  type ReconcilePorts,
} from '../../../shared/reaction/reconcile-message.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, customerOf, fakeClock, keptLog, senderOf, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const SECOND = 1_000;

interface World {
  /** What the provider has: its sid, seconds from the attempt to its creation, what became of it, and when; null: no list. */
  readonly has?:
    readonly (readonly [sid: string, seconds: number, status?: string, error_code?: string, changed?: number])[] | null;
  readonly message?: Partial<Message>;
  /** The customer's messages of other campaigns. */
  readonly others?: readonly (Partial<Message> & { readonly sender_id?: string })[];
  readonly answers?: readonly Partial<AutoReply>[];
  readonly gone?: 'customer' | 'campaign' | 'credentials';
}

/** A message whose attempt began at START and has no outcome, and one job for it. */
async function world({ has = [], message = {}, others = [], answers = [], gone }: World = {}) {
  const clock = fakeClock();
  const { lines, log } = keptLog();
  const sender = senderOf({ provider: 'another' });
  const { tenant_id } = sender;
  const customer = customerOf({ tenant_id });
  const campaigns = [
    { sender_id: sender.id, ...message },
    ...others.map((one) => ({ sender_id: sender.id, ...one })),
  ].map(({ sender_id, ...kept }) => ({
    campaign: campaignOf({ tenant_id, sender_id, status: 'completed', run: 1 }),
    kept,
  }));
  const store = messageStore(opened.table);
  for (const { campaign, kept } of campaigns) {
    await opened.table.put({
      pk: `TENANT#${tenant_id}#CAMPAIGN#${campaign.id}#LANE#${laneName(laneOf(customer.id))}`,
      sk: `MESSAGE#${customer.id}`,
      id: ids.next('msg'),
      campaign_id: campaign.id,
      customer_id: customer.id,
      status: 'unknown',
      attempts: 1,
      sending_since: START,
      ...kept,
    });
  }
  const { campaign } = campaigns[0]!;
  const taps = answers.map(() => ({ id: ids.next('int'), campaign_id: campaign.id, clicked_at: timestamp(START) }));
  const asked: object[] = [];
  const queued: { job: ReconcileJob; in: number }[] = [];
  const ports: ReconcilePorts = {
    clock,
    log,
    messages: store,
    reconcileAfter: [60, 300, 1_800],
    autoReplies: {
      get: async (_, of) => answers[taps.findIndex(({ id }) => id === of.interaction_id)] as AutoReply,
    },
    campaigns: {
      get: async () => (gone === 'campaign' ? undefined : campaign),
      newestBefore: async () => campaigns.map((one) => one.campaign),
    },
    credentials: {
      get: async () =>
        gone === 'credentials' ? undefined : { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'token' },
    },
    customers: { get: async () => (gone === 'customer' ? undefined : customer) },
    interactions: { newestOf: async () => taps as Interaction[] },
    providers: (name) => ({
      async find(_, between): Promise<ProviderMessage[] | undefined> {
        expect(name).toBe(sender.provider);
        asked.push(between);
        return has?.map(([provider_sid, seconds, status = 'queued', error_code, changed]) => {
          const report = statusReport(provider_sid, status, error_code);
          const changed_at = changed === undefined ? undefined : START + changed * SECOND;
          return {
            provider_sid,
            created_at: START + seconds * SECOND,
            report: report && { ...report, changed_at },
          };
        });
      },
    }),
    reconciles: {
      async add(job, due, now) {
        queued.push({ job, in: (due - now) / SECOND });
      },
    },
    senders: { get: async () => sender },
  };
  const of = { campaign_id: campaign.id, customer_id: customer.id };
  const job = reconcileJob.parse({
    id: 'evt_1',
    type: 'message.unknown',
    tenant_id,
    timestamp: timestamp(START),
    data: {
      campaign: { id: campaign.id, name: 'Autumn' },
      variant: null,
      customer: { id: customer.id },
      message_id: ids.next('msg'),
      attempts: 1,
    },
  });
  const handle = (looks = 0) => reconcileMessage({ ...job, looks }, ports);
  const at = async (seconds: number, looks = 0) => {
    clock.advance(START + seconds * SECOND - clock.now());
    await handle(looks);
    return store.get(tenant_id, of);
  };
  return { asked, at, customer, job, lines, of, queued, sender, store, tenant_id };
}

describe('a message whose outcome is unknown', () => {
  test.each([
    ['delivered', undefined, { status: 'delivered' }],
    ['undelivered', '63024', { status: 'undelivered', error_code: '63024' }],
  ])('is found with its later status, of which the callback was lost: %s', async (status, error_code, expected) => {
    const { at } = await world({ has: [['SM1', 1, status, error_code]] });
    expect(await at(61)).toMatchObject({ ...expected, provider_sid: 'SM1', attempts: 1 });
  });

  test('is looked for one, five and thirty minutes after its attempt, and stays unknown when it is not found', async () => {
    const { asked, at, job, lines, queued } = await world();
    await at(2);
    expect([asked, queued]).toEqual([[], [{ job, in: 58 }]]);
    await at(60, 0);
    expect(queued.at(-1)).toEqual({ job: { ...job, looks: 1 }, in: 240 });
    await at(300, 1);
    expect(queued.at(-1)).toEqual({ job: { ...job, looks: 2 }, in: 1_500 });
    expect(await at(1_800, 2)).toMatchObject({ status: 'unknown', attempts: 1 });
    expect([asked.length, queued.length]).toEqual([3, 3]);
    expect(lines.map(([event]) => event)).toEqual(['message.unknown']);
  });

  test('stays unknown at a provider that keeps no list of messages', async () => {
    const { asked, at, lines, queued } = await world({ has: null });
    expect(await at(1_800, 2)).toMatchObject({ status: 'unknown' });
    expect([asked.length, queued, lines.map(([event]) => event)]).toEqual([1, [], ['message.unknown']]);
  });

  test('is accepted once it is found by its numbers, whatever else its status says', async () => {
    const { at, lines } = await world({ has: [['SM1', 3, 'scheduled']] });
    expect(await at(61)).toMatchObject({ status: 'accepted', provider_sid: 'SM1' });
    expect(lines.map(([event]) => event)).toEqual(['message.reconciled']);
  });

  test('is accepted once it is found by its numbers', async () => {
    const { asked, at, customer, lines, queued, sender } = await world({ has: [['SM1', 3]] });
    expect(await at(61)).toMatchObject({
      status: 'accepted',
      provider_sid: 'SM1',
      accepted_at: timestamp(START + 61_000),
    });
    expect(asked).toEqual([{ to: customer.phone_number, from: sender.phone_number, since: START - 30_000 }]);
    expect([queued, lines.map(([event]) => event)]).toEqual([[], ['message.reconciled']]);
  });

  test('is read when the provider says that it was, but not before it was tried', async () => {
    const read = { status: 'read', provider_sid: 'SM1' } as const;
    const tried = { tried_at: timestamp(START + 10 * SECOND) };
    const reading = async (seconds: number, message: Partial<Message>) =>
      (await world({ message, has: [['SM1', 1, 'read', undefined, seconds]] })).at(61);
    expect(await reading(40, {})).toMatchObject({ ...read, read_at: timestamp(START + 40 * SECOND) });
    expect(await reading(5, tried)).toMatchObject({ ...read, read_at: tried.tried_at, accepted_at: tried.tried_at });
    expect(await reading(90, tried)).toMatchObject({ ...read, read_at: timestamp(START + 61 * SECOND) });
  });

  test.each([
    ['before the attempt', [['SM1', -31]]],
    ['long after the attempt', [['SM1', 51]]],
    [
      'twice, and one is not ours',
      [
        ['SM1', 1],
        ['SM2', 2],
      ],
    ],
  ] as const)('is not recognised in what was created %s', async (_, has) => {
    const { at, queued } = await world({ has });
    expect(await at(61)).toMatchObject({ status: 'unknown' });
    expect(queued).toHaveLength(1);
  });

  test.each([
    ['another campaign', { others: [{ status: 'read', provider_sid: 'SM1' }] }],
    ['an attempt before', { message: { replaced_sid: 'SM1' } }],
    ['an attempt before that', { message: { former_sids: ['SM1', 'SM0'], replaced_sid: 'SM0' } }],
    ['an answer to a tap', { answers: [{ status: 'accepted', provider_sid: 'SM1' }] }],
  ] satisfies [string, World][])('is not mistaken for the message of %s', async (_, given) => {
    expect(await (await world({ ...given, has: [['SM1', 1]] })).at(61)).toMatchObject({ status: 'unknown' });
    const both = await world({
      ...given,
      has: [
        ['SM1', 1],
        ['SM2', 1],
      ],
    });
    expect(await both.at(61)).toMatchObject({ status: 'accepted', provider_sid: 'SM2' });
  });

  test.each([
    ['before', -5, 'SM2'],
    ['after', 5, 'SM1'],
  ])('beside another that was tried %s it is found only when both are there', async (_, seconds, sid) => {
    const others = [{ status: 'unknown' as const, sending_since: START + seconds * SECOND }];
    expect(await (await world({ others, has: [['SM1', 1]] })).at(61)).toMatchObject({ status: 'unknown' });
    const both = await world({
      others,
      has: [
        ['SM2', 6],
        ['SM1', 1],
      ],
    });
    expect(await both.at(61)).toMatchObject({ status: 'accepted', provider_sid: sid });
  });

  test.each([
    ['long before', { others: [{ status: 'unknown', sending_since: START - 600 * SECOND }] }],
    ['by another sender', { others: [{ status: 'unknown', sender_id: ids.next('snd') }] }],
  ] satisfies [string, World][])('is distinguished from another that was tried %s', async (_, given) => {
    const { at } = await world({ ...given, has: [['SM1', 1]] });
    expect(await at(61)).toMatchObject({ status: 'accepted', provider_sid: 'SM1' });
  });

  test('is not found while an answer has no outcome either', async () => {
    const { at } = await world({ answers: [{ status: 'unknown' }], has: [['SM1', 1]] });
    expect(await at(61)).toMatchObject({ status: 'unknown' });
  });

  test.each([
    ['was settled', { status: 'delivered', provider_sid: 'SM0' }],
    ['was tried again', { status: 'unknown', attempts: 2 }],
    ['is to be tried again', { status: 'retry' }],
  ] satisfies [string, Partial<Message>][])('that %s meanwhile is not looked for', async (_, message) => {
    const { asked, at, queued } = await world({ message, has: [['SM1', 1]] });
    expect(await at(61)).toMatchObject(message);
    expect([asked, queued]).toEqual([[], []]);
  });

  test('that is settled while the provider is asked stays settled', async () => {
    const { of, store, tenant_id } = await world();
    await store.applyStatus(tenant_id, of, { status: 'read', provider_sid: 'SM1' }, timestamp(START));
    await store.confirmAccepted(tenant_id, of, { attempts: 1, provider_sid: 'SM2' }, timestamp(START));
    expect(await store.get(tenant_id, of)).toMatchObject({ status: 'read', provider_sid: 'SM1' });
  });

  test.each(['customer', 'campaign', 'credentials'] as const)('without %s cannot be looked for', async (gone) => {
    const { asked, at } = await world({ gone, has: [['SM1', 1]] });
    expect(await at(61)).toMatchObject({ status: 'unknown' });
    expect(asked).toEqual([]);
  });
});
