import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ReplayScope } from '../../../shared/campaign/campaign.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import { moveToDeadLetters } from '../../../shared/send/move-to-dead-letters.ts';
import type { Chunk } from '../../../shared/run/chunk.ts';
import type { LanePass } from '../../../shared/run/lane-pass.ts';
import { laneStore } from '../../../shared/run/lane.store.ts';
import type { Message } from '../../../shared/message/message.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { isReplaying, replayPage, skipRetries, type ReplayPorts } from '../../../shared/run/replay-lane.ts';
import { ChunkLeased } from '../../../shared/send/chunk-leased.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { laneName, laneOf } from '../../../shared/platform/lanes.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, keptLog, senderOf, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const LANE = 5;
const RUN = 2;
const SID = `SM${'a'.repeat(32)}`;
const at = timestamp(START);

/** The id of a customer in the lane. */
function customer(): string {
  for (;;) {
    const id = ids.next('cus');
    if (laneOf(id) === LANE) return id;
  }
}

/** A campaign that is replayed, and one message of each status, in the order of their customers. */
async function world(scope: ReplayScope, statuses: readonly (Message['status'] | null)[], rate = 2) {
  const sender = senderOf({ rate });
  const { tenant_id } = sender;
  const campaigns = campaignStore(opened.table);
  const campaign = campaignOf({
    tenant_id,
    sender_id: sender.id,
    status: 'sending',
    run: RUN,
    replay_run: RUN,
    replay_scope: scope,
  });
  await campaigns.add(campaign);
  const messages = messageStore(opened.table);
  const lanes = laneStore(opened.table);
  const clock = fakeClock();
  const { log, events } = keptLog();
  const customers = statuses.map(() => customer());
  for (const [place, customer_id] of customers.entries()) {
    const status = statuses[place];
    if (!status) continue;
    await opened.table.put({
      pk: `TENANT#${tenant_id}#CAMPAIGN#${campaign.id}#LANE#${laneName(LANE)}`,
      sk: `MESSAGE#${customer_id}`,
      id: ids.next('msg'),
      campaign_id: campaign.id,
      customer_id,
      status,
      attempts: 1,
      ...(status === 'failed' && {
        provider_sid: SID,
        accepted_at: at,
        failed_at: at,
        error_code: '63010',
        status_reason: 'A fault.',
      }),
      ...(status === 'sending' && { holder: 'dead', lease_until: START - 1 }),
    });
  }
  const ports: ReplayPorts = { campaigns, clock, ids, lanes, messages };
  const get = (place: number) => messages.get(tenant_id, { campaign_id: campaign.id, customer_id: customers[place]! });
  const lane = () => lanes.get(tenant_id, campaign.id, LANE);
  const pass: LanePass = {
    campaign,
    lane: LANE,
    terms: () => Promise.resolve({ sender, hours: undefined }),
    reportStatus: () => Promise.resolve(),
  };
  const page = async (given: Partial<ReplayPorts> = {}) => replayPage(pass, await lane(), { ...ports, ...given });
  const parked = () => lanes.parked(tenant_id, campaign.id, LANE, 100);
  const claim = (place: number) =>
    messages.claim(
      tenant_id,
      {
        id: ids.next('msg'),
        campaign_id: campaign.id,
        customer_id: customers[place]!,
        status: 'sending',
        attempts: 1,
        variables: [],
        holder: ids.next('chk'),
        lease_until: START + 20_000,
      },
      START,
    );
  const chunk = (of: readonly number[]): Chunk => ({
    id: ids.next('chk'),
    tenant_id,
    campaign_id: campaign.id,
    lane: LANE,
    recipients: of.map((place) => customers[place]!),
    messages: of.length,
    slot_at: START,
    rate,
    late: 2,
    failures: 1,
  });
  const giveUp = (one: Chunk) => moveToDeadLetters(one, { campaigns, clock, lanes, log, messages });
  const read = async () => (await campaigns.get(tenant_id, campaign.id))!;
  const dead = () => lanes.deadLetters(tenant_id, campaign.id, LANE, 100);
  return {
    ...{ giveUp, campaign, campaigns, chunk, claim, clock, customers, dead, events, get, lane, lanes, messages, page },
    ...{ parked, ports, read, tenant_id },
  };
}

describe('a replay', () => {
  test.each([
    ['failed', [0, 1]],
    ['unknown', [2]],
  ] as const)('of the scope %s takes up the messages of that scope alone', async (scope, taken) => {
    const all = await world(scope, ['failed', 'undelivered', 'unknown', 'accepted', 'read', 'skipped', 'retry']);
    expect(isReplaying(all.campaign, await all.lane())).toBe(true);
    await all.page();
    expect(isReplaying(all.campaign, await all.lane())).toBe(false);
    expect((await all.parked()).flatMap(({ recipients }) => recipients)).toEqual(taken.map((n) => all.customers[n]));
    for (const [place] of all.customers.entries()) {
      const { status, replays } = (await all.get(place))!;
      expect([status === 'retry', replays]).toEqual([
        (taken as readonly number[]).includes(place) || place === 6,
        (taken as readonly number[]).includes(place) ? 1 : undefined,
      ]);
    }
    expect(await all.lane()).toMatchObject({ replayed: taken.length });
  });

  test('removes all that the failed attempt left on a message but its sid', async () => {
    const all = await world('failed', ['failed']);
    await all.page();
    expect(await all.get(0)).toEqual({
      id: expect.any(String),
      campaign_id: all.campaign.id,
      customer_id: all.customers[0],
      status: 'retry',
      attempts: 1,
      variables: [],
      replaced_sid: SID,
      replayed_in: RUN,
      replays: 1,
    });
  });

  test('parks chunks of the size that the rate of the sender permits', async () => {
    const all = await world(
      'failed',
      Array.from({ length: 5 }, () => 'failed' as const),
    );
    await all.page();
    expect((await all.parked()).map(({ messages }) => messages).sort()).toEqual([1, 2, 2]);
  });

  test.each(['park', 'advanceReplay'] as const)(
    'that is interrupted at %s loses nobody and lets nobody be claimed twice',
    async (step) => {
      const all = await world('failed', ['failed', 'failed', 'failed']);
      const interrupted = { ...all.ports.lanes, [step]: () => Promise.reject(new Error('killed')) };
      await expect(all.page({ lanes: interrupted })).rejects.toThrow('killed');
      await all.page();
      const parked = (await all.parked()).flatMap(({ recipients }) => recipients);
      expect(new Set(parked)).toEqual(new Set(all.customers));
      for (const place of [0, 1, 2]) {
        expect(await all.claim(place)).toEqual({ got: true, attempts: 2 });
        expect(await all.claim(place)).toMatchObject({ got: false });
      }
    },
  );

  test('whose chunk was sent before its messages could be claimed takes the messages up again', async () => {
    const all = await world('failed', ['failed', 'failed']);
    let moved = 0;
    const messages = {
      ...all.messages,
      async replay(...given: Parameters<typeof all.messages.replay>) {
        if ((moved += 1) > 1) throw new Error('killed');
        return all.messages.replay(...given);
      },
    };
    await expect(all.page({ messages })).rejects.toThrow('killed');
    for (const one of await all.parked()) await all.lanes.removeParked(one);
    await all.page();
    expect((await all.parked()).flatMap(({ recipients }) => recipients)).toEqual(all.customers);
  });

  test('takes a message up once, even if the message fails again before the page is done', async () => {
    const all = await world('failed', ['failed']);
    const { get, messages, page, tenant_id } = all;
    const found = (await get(0))!;
    await page();
    await all.claim(0);
    await messages.accept(tenant_id, found, 'SM2', at);
    const error = { code: '63010', class: 'transient' } as const;
    await messages.applyStatus(tenant_id, found, { status: 'failed', provider_sid: 'SM2', error }, at);
    expect(await messages.replay(tenant_id, found, { run: RUN, statuses: ['failed'] })).toBe(true);
    expect(await get(0)).toMatchObject({ status: 'failed', attempts: 2, replays: 1 });
    expect(await messages.replay(tenant_id, found, { run: RUN + 1, statuses: ['failed'] })).toBe(true);
    expect(await get(0)).toMatchObject({ status: 'retry', replays: 2 });
  });

  test('is not undone by a late status of the attempt before', async () => {
    const { claim, get, messages, page, tenant_id } = await world('failed', ['failed']);
    const of = (await get(0))!;
    const error = { code: '63010', class: 'transient' } as const;
    const old = () => messages.applyStatus(tenant_id, of, { status: 'undelivered', provider_sid: SID, error }, at);
    await page();
    expect([await old(), (await get(0))?.status]).toEqual([true, 'retry']);
    await claim(0);
    expect([await old(), (await get(0))?.status]).toEqual([true, 'sending']);
  });

  test('is not needed for a message that was delivered after all, and not undone by the status of an earlier attempt', async () => {
    const { claim, get, messages, page, tenant_id } = await world('failed', ['failed', 'failed']);
    const [first, second] = [(await get(0))!, (await get(1))!];
    await page();
    await messages.applyStatus(tenant_id, first, { status: 'delivered', provider_sid: SID }, at);
    expect(await claim(0)).toEqual({ got: false });
    expect(await get(0)).toMatchObject({ status: 'delivered', attempts: 1 });

    await claim(1);
    await messages.accept(tenant_id, second, 'SM2', at);
    const error = { code: '63010', class: 'transient' } as const;
    await messages.applyStatus(tenant_id, second, { status: 'failed', provider_sid: 'SM0', error }, at);
    expect(await get(1)).toMatchObject({ status: 'accepted', provider_sid: 'SM2' });
  });

  test('that was ended by a cancellation leaves no message to be tried again', async () => {
    const { campaign, get, messages, page } = await world('failed', ['failed', 'read', 'failed']);
    await page();
    await skipRetries(campaign, 5, { clock: fakeClock(), ids, messages });
    for (const place of [0, 2])
      expect(await get(place)).toMatchObject({ status: 'skipped', status_reason: 'cancelled' });
    expect(await get(1)).toMatchObject({ status: 'read' });
  });

  test.each(['a status', 'an answer'])('is not needed for a message that %s says went out', async (how) => {
    const { claim, get, messages, page, tenant_id } = await world('unknown', ['unknown']);
    const of = (await get(0))!;
    await page();
    if (how === 'a status') await messages.applyStatus(tenant_id, of, { status: 'sent', provider_sid: SID }, at);
    else await messages.accept(tenant_id, of, SID, at);
    expect(await claim(0)).toEqual({ got: false });
    expect(await get(0)).toMatchObject({ provider_sid: SID, attempts: 1 });
  });

  test('is over in a lane for a later run that resumes, and begins again with the next replay', async () => {
    const { campaign, lane, page } = await world('failed', ['failed']);
    await page();
    const done = await lane();
    expect(isReplaying({ ...campaign, run: RUN + 1 }, done)).toBe(false);
    expect(isReplaying({ ...campaign, run: RUN + 2, replay_run: RUN + 2 }, done)).toBe(true);
  });
});

describe('a chunk that is moved to the dead letters', () => {
  test('is kept with those who have no outcome, counted once, and pauses its campaign', async () => {
    const all = await world('dead_letter', ['read', 'retry', null, 'sending']);
    const one = all.chunk([0, 1, 2, 3]);
    await all.giveUp(one);
    await all.giveUp(one);
    expect(await all.dead()).toMatchObject([{ id: one.id, recipients: all.customers.slice(1, 3), messages: 2 }]);
    expect(await all.read()).toMatchObject({
      dead_letters: 1,
      status: 'paused',
      status_reason: expect.stringContaining('replay the scope dead_letter'),
      updated_by: 'system:dead_letters',
    });
    expect(await all.get(3)).toMatchObject({ status: 'unknown' });
    expect(all.events()).toEqual(['chunk.dead_lettered', 'campaign.paused']);
  });

  test('waits for messages that another worker leases', async () => {
    const all = await world('dead_letter', [null]);
    await all.claim(0);
    await expect(all.giveUp(all.chunk([0]))).rejects.toThrow(ChunkLeased);
    expect(await all.dead()).toEqual([]);
  });

  test('is not kept when all its messages are settled', async () => {
    const all = await world('dead_letter', ['read', 'failed']);
    await all.giveUp(all.chunk([0, 1]));
    expect([await all.dead(), (await all.read()).status]).toEqual([[], 'sending']);
  });

  test('is not kept when its campaign is gone', async () => {
    const all = await world('dead_letter', [null]);
    await all.giveUp({ ...all.chunk([0]), campaign_id: ids.next('cmp') });
    expect(await all.dead()).toEqual([]);
  });

  test('is parked again by a replay, and no longer counted', async () => {
    const all = await world('dead_letter', [null, null, null]);
    const [one, other] = [all.chunk([0]), all.chunk([1, 2])];
    await all.giveUp(one);
    await all.giveUp(other);
    expect(await all.read()).toMatchObject({ dead_letters: 2 });
    await all.page();
    const parked = await all.parked();
    expect(parked.map(({ id, recipients, late, failures }) => ({ id, recipients, late, failures }))).toEqual(
      [one, other].map(({ id, recipients }) => ({ id, recipients, late: 0, failures: 0 })),
    );
    expect([await all.dead(), (await all.read()).dead_letters]).toEqual([[], 0]);
    expect(isReplaying(all.campaign, await all.lane())).toBe(false);
  });

  test('is not lost by a replay that is interrupted', async () => {
    const all = await world('dead_letter', [null]);
    await all.giveUp(all.chunk([0]));
    const interrupted = { ...all.ports.lanes, removeDeadLetter: () => Promise.reject(new Error('killed')) };
    await expect(all.page({ lanes: interrupted })).rejects.toThrow('killed');
    await all.page();
    expect((await all.parked()).flatMap(({ recipients }) => recipients)).toContain(all.customers[0]);
    expect((await all.read()).dead_letters).toBe(0);
  });
});
