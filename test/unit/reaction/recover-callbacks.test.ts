import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import { customerStore } from '../../../shared/customer/customer.store.ts';
import { draftCustomer } from '../../../shared/customer/draft-customer.ts';
import { handleInbound } from '../../../shared/interaction/handle-inbound.ts';
import { inboundStore } from '../../../shared/interaction/inbound.store.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import { handleStatus } from '../../../shared/message/handle-status.ts';
import { buttonToken, messageToken } from '../../../shared/message/message-token.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { LANES, laneOf } from '../../../shared/platform/lanes.ts';
import { statusReport } from '../../../shared/provider/twilio/twilio-status.ts';
import type { ListedInbound, ListRange, ProviderPage, SentMessage } from '../../../shared/provider/provider.ts';
import { recoverCallbacks, type RecoveryPorts } from '../../../shared/reaction/recover-callbacks.ts';
import { recovery, type Recovery } from '../../../shared/run/callback-watch.ts';
import { callbackWatchStore, type CallbackWatches } from '../../../shared/run/callback-watch.store.ts';
import { sweepCallbacks, watchCallbacks } from '../../../shared/run/sweep-callbacks.ts';
import { senderStore } from '../../../shared/sender/sender.store.ts';
import { tenantStore } from '../../../shared/tenancy/tenant.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, keptLog, senderOf, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAGE = 8;

/** Statuses in alphabetical order, each so many times. */
const times = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).flatMap(([status, count]) => Array<string>(count).fill(status));

type Status = 'sent' | 'delivered' | 'read' | 'undelivered';

/** A campaign that was sent to so many people at START, and a provider that knows what became of their messages. */
async function world(people: number) {
  const { table } = opened;
  const clock = fakeClock();
  const kept = keptLog();
  const sender = senderOf();
  const { tenant_id } = sender;
  const campaign: Campaign = campaignOf({
    ...{ tenant_id, sender_id: sender.id, status: 'completed', run: 1 },
    ...{ started_at: timestamp(START - 2 * MINUTE), updated_at: timestamp(START + MINUTE) },
    buttons: [{ id: 'yes', title: 'Yes, please', type: 'reply' }],
  });
  const [campaigns, customers, messages] = [campaignStore(table), customerStore(table), messageStore(table)];
  const watches = callbackWatchStore(table);
  const stored = await watches.all();
  for (const watch of stored.campaigns.values()) await watches.removeCampaign(watch);
  for (const watch of stored.senders.values()) await watches.removeSender(watch);
  await campaigns.add(campaign);
  await senderStore(table).add(sender);

  const requests = { sent: 0, received: 0, single: 0 };
  const outbox: SentMessage[] = [];
  const inbox: ListedInbound[] = [];
  const queue: Recovery[] = [];
  const page = <Item>(all: readonly Item[], { after = '0' }: ListRange): ProviderPage<Item> => {
    const end = Number(after) + PAGE;
    return { items: all.slice(Number(after), end), next: end < all.length ? String(end) : undefined };
  };
  const ports: RecoveryPorts & { readonly callbackWatches: CallbackWatches } = {
    callbackWatches: watches,
    ...{ campaigns, clock, customers, ids, log: kept.log, messages },
    credentials: { get: async () => ({ account_sid: 'AC1', auth_token: 'token' }) },
    inbounds: inboundStore(table),
    interactions: interactionStore(table),
    providers: () => ({
      async sentPage(_, from, range) {
        requests.sent += 1;
        expect(from).toBe(sender.phone_number);
        return page(outbox.toReversed(), range);
      },
      async receivedPage(_, to, range) {
        requests.received += 1;
        expect(to).toBe(sender.phone_number);
        return page(
          inbox.toSorted((a, b) => b.received_at - a.received_at),
          range,
        );
      },
      async statusOf(_, sid) {
        requests.single += 1;
        return outbox.find(({ provider_sid }) => provider_sid === sid)?.report;
      },
      recipientOf: async () => undefined,
    }),
    recoverAfter: [15 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR],
    recoveries: { add: async (job) => void queue.push(recovery.parse(JSON.parse(JSON.stringify(job)))) },
    senders: senderStore(table),
    tenants: tenantStore(table),
  };
  const rows = async () => {
    const lanes = Array.from({ length: LANES }, (_, lane) =>
      Array.fromAsync(messages.ofLane(tenant_id, campaign.id, lane)),
    );
    return (await Promise.all(lanes)).flat();
  };
  const rollups = {
    async newsByLane() {
      const byLane = Map.groupBy(await rows(), ({ customer_id }) => laneOf(customer_id));
      return [...byLane].map(([lane, found]) => {
        const count = (...statuses: string[]) => found.filter(({ status }) => statuses.includes(status)).length;
        const [read, delivered] = [count('read'), count('read', 'delivered')];
        return { lane, read, delivered, failed: count('undelivered'), accepted: delivered + count('accepted', 'sent') };
      });
    },
  };

  const sentTo: { id: string; phone_number: string; sid: string }[] = [];
  for (let person = 0; person < people; person += 1) {
    const phone_number = `+49151${String(20_000_000 + person)}`;
    const about = { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now: timestamp(START - HOUR) };
    const consent = { status: 'opted_in' as const, source: 'web' };
    const { customer } = await customers.upsert(draftCustomer({ name: null, phone_number, consent }, about));
    const sid = `SM${String(person).padStart(32, '0')}`;
    const reference = { campaign_id: campaign.id, customer_id: customer.id };
    const claim = { holder: 'worker', lease_until: START, variables: [], attempts: 1, status: 'sending' as const };
    await messages.claim(tenant_id, { ...claim, ...reference, id: ids.next('msg') }, START);
    await messages.accept(tenant_id, reference, sid, timestamp(START));
    outbox.push({
      provider_sid: sid,
      to: phone_number,
      created_at: START,
      report: statusReport(sid, 'sent', undefined),
    });
    sentTo.push({ id: customer.id, phone_number, sid });
  }
  await watchCallbacks(campaign, ports);

  return {
    ...{ campaign, clock, customers, inbox, kept, messages, ports, queue, requests, rows, sentTo, tenant_id },
    /** The provider learns what became of a message, with or without a callback that arrives, and knows when where that is given. */
    async becomes(person: number, status: Status, callback: 'arrives' | 'is lost', changed_at?: number) {
      const { id, phone_number, sid } = sentTo[person]!;
      const report = { ...statusReport(sid, status, status === 'undelivered' ? '63024' : undefined)!, changed_at };
      outbox[person] = { provider_sid: sid, to: phone_number, created_at: START, report };
      const token = messageToken({ campaign_id: campaign.id, customer_id: id });
      if (callback === 'arrives') await handleStatus(tenant_id, token, { ...report, changed_at: undefined }, ports);
    },
    /** Lets virtual time pass, with the sweeps at which something is due, to the minute, and whatever they queue. */
    async pass(minutes: number) {
      const end = clock.now() + minutes * MINUTE;
      for (let sweeps = 0; sweeps < 1_000; sweeps += 1) {
        const { campaigns: ours, senders } = await watches.all();
        const due = Math.min(...[...ours.values(), ...senders.values()].map(({ next_at }) => next_at));
        const next = START + Math.ceil((due - START) / MINUTE) * MINUTE;
        if (next > end) break;
        clock.advance(Math.max(0, next - clock.now()));
        await sweepCallbacks({ ...ports, rollups });
        for (let job = queue.shift(); job; job = queue.shift()) await recoverCallbacks(job, ports);
      }
      clock.advance(Math.max(0, end - clock.now()));
    },
    statuses: async () => (await rows()).map(({ status }) => status).toSorted(),
    consentOf: async (person: number) => (await customers.get(tenant_id, sentTo[person]!.id))?.consent.status,
  };
}

describe('statuses whose callbacks were lost', () => {
  test('are the provider’s after an outage of an hour, in four rounds of questions', async () => {
    const { becomes, pass, requests, statuses, kept } = await world(24);
    for (let person = 0; person < 24; person += 1) await becomes(person, person < 16 ? 'delivered' : 'sent', 'is lost');
    await pass(20);
    expect(await statuses()).toEqual(times({ delivered: 16, sent: 8 }));
    expect(requests).toMatchObject({ sent: 3, single: 0 });

    // Of the eight that are still under way, four arrive during the outage.
    for (let person = 16; person < 20; person += 1) await becomes(person, 'read', 'is lost');
    await pass(45);
    expect(await statuses()).toEqual(times({ delivered: 16, read: 4, sent: 4 }));
    expect(requests).toMatchObject({ sent: 3, single: 8 });

    await becomes(20, 'undelivered', 'is lost');
    await pass(300);
    expect(await statuses()).toEqual(times({ delivered: 16, read: 4, sent: 3, undelivered: 1 }));
    expect(requests).toMatchObject({ sent: 3, single: 12 });

    // Lost news of reading is found by the last look. What the provider knows no more of stays as it is.
    for (let person = 0; person < 8; person += 1) await becomes(person, 'read', 'is lost');
    await pass(1_100);
    expect(await statuses()).toEqual(times({ delivered: 8, read: 12, sent: 3, undelivered: 1 }));
    expect(requests).toMatchObject({ sent: 3, single: 31 });
    expect(kept.events().filter((event) => event === 'callbacks.overdue')).toHaveLength(4);
    await pass(120);
    expect(requests).toMatchObject({ sent: 3, single: 31 });
  });

  test('are not asked for when every callback came', async () => {
    const { becomes, pass, requests, kept } = await world(3);
    for (let person = 0; person < 3; person += 1) await becomes(person, person < 2 ? 'read' : 'undelivered', 'arrives');
    await pass(1_500);
    expect(requests).toMatchObject({ sent: 0, single: 0 });
    expect(kept.events()).toEqual([]);
  });

  test.each(['one by one', 'in bulk'])(
    'are dated by when the provider says that they came about, asked for %s',
    async (how) => {
      const people = how === 'in bulk' ? 24 : 6;
      const { becomes, clock, pass, rows, sentTo } = await world(people);
      for (let person = 6; person < people; person += 1) await becomes(person, 'delivered', 'is lost');
      clock.advance(2 * MINUTE);
      await becomes(1, 'delivered', 'arrives');
      await becomes(0, 'read', 'is lost', START + 5 * MINUTE);
      // To the second, and by another clock, it may seem to have been read before it was delivered, or in the future.
      await becomes(1, 'read', 'is lost', START + MINUTE);
      await becomes(2, 'read', 'is lost', START + 48 * HOUR);
      await becomes(3, 'read', 'is lost');
      await becomes(4, 'read', 'is lost', START - HOUR);
      // What follows a failure counts from when it is heard of.
      await becomes(5, 'undelivered', 'is lost', START + 5 * MINUTE);
      await pass(1_500);
      const found = await rows();
      const of = (person: number) => found.find(({ customer_id }) => customer_id === sentTo[person]!.id)!;
      const read = [0, 1, 2, 3, 4].map((person) => of(person).read_at);
      const swept = of(3).read_at!;
      expect(Date.parse(swept)).toBeGreaterThanOrEqual(START + 15 * MINUTE);
      expect([read[0], read[1], read[2], read[4]]).toEqual([
        timestamp(START + 5 * MINUTE),
        timestamp(START + 2 * MINUTE),
        swept,
        timestamp(START),
      ]);
      expect(of(1).delivered_at).toBe(timestamp(START + 2 * MINUTE));
      expect(of(5).failed_at).toBe(swept);
    },
    60_000,
  );

  test('change nothing when a page is gone through twice, or the callback comes after all', async () => {
    const { becomes, campaign, pass, ports, rows, tenant_id } = await world(21);
    for (let person = 0; person < 21; person += 1) await becomes(person, 'delivered', 'is lost');
    await pass(20);
    const before = await rows();
    for (const after of [undefined, '8', '16'])
      await recoverCallbacks({ kind: 'list_sent', tenant_id, campaign_id: campaign.id, after, pages: 0 }, ports);
    for (let person = 0; person < 21; person += 1) await becomes(person, 'sent', 'arrives');
    expect(await rows()).toEqual(before);
  });

  test.each([
    ['sent', { status: 'accepted', provider_sid: 'SM2' }],
    ['undelivered', { status: 'accepted', provider_sid: 'SM2' }],
    ['delivered', { status: 'delivered', provider_sid: 'SM2' }],
  ] as const)('of an attempt before the last count as its callback would: %s', async (status, expected) => {
    const { becomes, campaign, messages, ports, rows, sentTo, tenant_id } = await world(1);
    const reference = { campaign_id: campaign.id, customer_id: sentTo[0]!.id };
    const [row] = await rows();
    await messages.applyStatus(
      tenant_id,
      reference,
      statusReport(row!.provider_sid!, 'failed', '63024')!,
      timestamp(START),
    );
    await messages.replay(tenant_id, (await rows())[0]!, { run: 2, statuses: ['failed'] });
    await messages.accept(tenant_id, reference, 'SM2', timestamp(START));
    await becomes(0, status, 'is lost');
    await recoverCallbacks({ kind: 'list_sent', tenant_id, campaign_id: campaign.id, pages: 0 }, ports);
    expect(await rows()).toMatchObject([expected]);
  });
});

test('who got an attempt before is not sent to again, although the callback was lost and another failed since', async () => {
  const { becomes, campaign, messages, ports, rows, sentTo, tenant_id } = await world(1);
  const reference = { campaign_id: campaign.id, customer_id: sentTo[0]!.id };
  for (const sid of [sentTo[0]!.sid, 'SM2']) {
    if (sid === 'SM2') await messages.accept(tenant_id, reference, sid, timestamp(START));
    await messages.applyStatus(tenant_id, reference, statusReport(sid, 'failed', '63018')!, timestamp(START));
    const draft = { ...(await rows())[0]!, holder: 'worker', lease_until: START + HOUR };
    await messages.claim(tenant_id, draft, START);
    await messages.release(tenant_id, reference, 'worker');
  }
  expect(await rows()).toMatchObject([{ status: 'retry', replaced_sid: 'SM2' }]);
  await becomes(0, 'delivered', 'is lost');
  await recoverCallbacks({ kind: 'list_sent', tenant_id, campaign_id: campaign.id, pages: 0 }, ports);
  expect(await rows()).toMatchObject([{ status: 'delivered', provider_sid: sentTo[0]!.sid }]);
});

describe('inbound messages whose webhooks were lost', () => {
  const written = (sid: string, { phone_number }: { phone_number: string }, text: string, received_at: number) => ({
    ...{ sid, from: phone_number, whatsapp_user_id: undefined, country: undefined, text, received_at },
  });

  test('are handled within a quarter of an hour: STOPs are kept, words count as replies, taps are reported as lost', async () => {
    const { campaign, consentOf, inbox, kept, pass, rows, sentTo } = await world(4);
    const [stops, replies, taps] = sentTo;
    inbox.push(
      // Before the sweeper had seen the campaign.
      written('SM-a', stops!, 'STOP', START - MINUTE),
      written('SM-b', replies!, 'How much is it?', START + 4 * MINUTE),
      written('SM-c', taps!, 'Yes, please', START + 5 * MINUTE),
    );
    await pass(16);
    expect(await consentOf(0)).toBe('opted_out');
    const replied = (await rows()).filter(({ replied_at }) => replied_at);
    expect(replied.map(({ replied_at }) => replied_at).toSorted()).toEqual([
      timestamp(START + 4 * MINUTE),
      timestamp(START + 5 * MINUTE),
    ]);
    expect((await rows()).filter(({ clicked_buttons }) => clicked_buttons)).toEqual([]);
    expect(kept.lines).toContainEqual([
      'tap.lost',
      { tenant_id: campaign.tenant_id, campaign_id: campaign.id, count: 1 },
    ]);
    expect(kept.events().filter((event) => event === 'inbound.recovered')).toHaveLength(3);
    await pass(60);
    expect(kept.events().filter((event) => event === 'inbound.recovered')).toHaveLength(3);
  });

  test('that a webhook brought are left as they are, and one listing takes one request', async () => {
    const { campaign, inbox, kept, pass, ports, requests, rows, sentTo, tenant_id } = await world(1);
    const [person] = sentTo;
    const button_payload = buttonToken({ campaign_id: campaign.id, customer_id: person!.id }, 0);
    const tap = { sid: 'SM-t', from: person!.phone_number, text: 'Yes, please', media_urls: [], button_payload };
    await handleInbound(tenant_id, tap, ports);
    const before = await rows();
    inbox.push(written('SM-t', person!, 'Yes, please', START));
    await pass(61);
    expect(requests.received).toBe(4);
    expect(await rows()).toMatchObject([{ clicked_buttons: before[0]!.clicked_buttons }]);
    expect((await rows())[0]).not.toHaveProperty('replied_at');
    expect(kept.events()).not.toContain('inbound.recovered');
  });

  test('say nothing against what the person wrote since', async () => {
    const { consentOf, inbox, pass, ports, sentTo, tenant_id, clock } = await world(2);
    const [again, never] = sentTo;
    inbox.push(written('SM-1', again!, 'STOP', START + MINUTE), written('SM-2', never!, 'START', START + MINUTE));
    clock.advance(5 * MINUTE);
    for (const [place, text] of ['START', 'STOP'].entries())
      await handleInbound(
        tenant_id,
        { sid: `SM-w${place}`, from: sentTo[place]!.phone_number, text, media_urls: [] },
        ports,
      );
    await pass(15);
    expect(await consentOf(0)).toBe('opted_in');
    expect(await consentOf(1)).toBe('opted_out');
  });

  test('are all found after an hour without Herald, over several pages, each once', async () => {
    const { clock, inbox, pass, sentTo, kept, requests, customers, tenant_id } = await world(20);
    for (const [place, person] of sentTo.entries())
      inbox.push(written(`SM-${place}`, person, place % 2 ? 'Stop.' : 'Thanks', START + place * MINUTE));
    clock.advance(HOUR);
    await pass(1);
    expect(requests.received).toBe(3);
    expect(kept.events().filter((event) => event === 'inbound.recovered')).toHaveLength(20);
    const consents = await Promise.all(sentTo.map(({ id }) => customers.get(tenant_id, id)));
    expect(consents.filter((one) => one?.consent.status === 'opted_out')).toHaveLength(10);
  });

  test('of people who are no customers, or were erased since a webhook brought them, make nobody a customer', async () => {
    const { customers, inbox, kept, pass, ports, sentTo, tenant_id } = await world(1);
    const [person] = sentTo;
    await handleInbound(
      tenant_id,
      { sid: 'SM-1', from: person!.phone_number, text: 'Delete me', media_urls: [] },
      ports,
    );
    await customers.erase(tenant_id, person!.id);
    const stranger = { phone_number: '+4915199999999' };
    inbox.push(written('SM-1', person!, 'Delete me', START), written('SM-2', stranger, 'Hi', START));
    await pass(20);
    expect(await customers.byPhone(tenant_id, person!.phone_number)).toBeUndefined();
    expect(await customers.byPhone(tenant_id, stranger.phone_number)).toBeUndefined();
    expect(kept.events().filter((event) => event === 'inbound.unattributed')).toHaveLength(2);
  });

  test('are no longer listed a day after the sender last sent', async () => {
    const { pass, requests } = await world(0);
    await pass(1_441);
    expect((await callbackWatchStore(opened.table).all()).senders.size).toBe(0);
    const listed = requests.received;
    expect(listed).toBeLessThanOrEqual(97);
    await pass(60);
    expect(requests.received).toBe(listed);
  });
});
