import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { recount, type Ledger } from '../../../shared/analytics/recount.ts';
import { repairRollup, type RepairPorts } from '../../../shared/analytics/repair-rollup.ts';
import { FAMILIES, SOURCES } from '../../../shared/analytics/rollup.ts';
import { rollupStore } from '../../../shared/analytics/rollup.store.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import { recordTap } from '../../../shared/interaction/record-tap.ts';
import type { Interaction } from '../../../shared/interaction/interaction.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import type { Message } from '../../../shared/message/message.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { laneName, laneOf } from '../../../shared/platform/lanes.ts';
import type { Table } from '../../../shared/platform/table-client.ts';
import { tableBySdk } from '../../../admin/sdk-table.ts';
import { openDatabase } from '../../fault/database.ts';
import { foldStream } from '../../support/fold-stream.ts';
import { campaignOf, customerOf, fakeClock, keptLog, START } from '../fixtures.ts';

const NAME = 'repaired';
const { log } = keptLog();
const failures = { add: async () => Promise.reject(new Error('Nothing here is unfoldable.')) };

let database: Awaited<ReturnType<typeof openDatabase>>;
let table: Table;
/** Counts what the real stream has brought since the last time. */
let foldNow: () => Promise<void>;
beforeAll(async () => {
  database = await openDatabase();
  const arn = await database.createTable(NAME);
  table = tableBySdk(NAME, database.client);
  foldNow = foldStream(database.streams, arn, { rollups: rollupStore(table), failures, log, clock: fakeClock() });
});
afterAll(() => database.close());

const campaign = campaignOf({ buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }] });
const { tenant_id } = campaign;
let campaign_id: string;
beforeEach(() => {
  campaign_id = ids.next('cmp');
});

/** Where the people here are: fewer sources are gone through sooner. */
const LANES = ['03', '07'];
let people = 0;
/** A customer of one of these lanes, by turns. */
function person() {
  const lane = LANES[(people += 1) % LANES.length];
  for (;;) {
    const customer = customerOf();
    if (laneName(laneOf(customer.id)) === lane) return customer;
  }
}

/** A message that was accepted. */
async function accepted(customer = person()): Promise<Message> {
  const messages = messageStore(table);
  const draft: Message = {
    id: ids.next('msg'),
    campaign_id,
    customer_id: customer.id,
    status: 'sending',
    attempts: 1,
    variables: [],
  };
  await messages.claim(tenant_id, { ...draft, holder: 'test', lease_until: START }, START);
  await messages.accept(tenant_id, draft, `SM${customer.id}`, timestamp(START));
  return (await messages.get(tenant_id, draft))!;
}

async function tapped(): Promise<Interaction> {
  const customer = person();
  const tap = { button: campaign.buttons[0]!, source: 'api' as const, key: customer.id, clicked_at: timestamp(START) };
  const customers = { noteTap: async () => undefined };
  const ports = { customers, interactions: interactionStore(table), messages: messageStore(table), ids };
  const at = { campaign: { ...campaign, id: campaign_id }, customer, message: await accepted(customer) };
  return (await recordTap(at, tap, ports)).interaction;
}

const ledger = (): Ledger => ({ messages: messageStore(table), interactions: interactionStore(table) });
const counted = () => rollupStore(table).read(tenant_id, campaign_id);
const expected = () => recount(tenant_id, campaign_id, ledger());
const rowKey = (family: string, source: string) => ({
  pk: `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}`,
  sk: `ROLLUP#${family}#${source}`,
});

/** Repairs while the roll-up counts whenever the repair waits. */
function repair(given: Partial<RepairPorts> = {}, sources: readonly string[] = [...LANES, 'campaign']) {
  const clock = fakeClock();
  const pumping = {
    ...clock,
    async sleepUntil(time: number) {
      await foldNow();
      await clock.sleepUntil(time);
    },
  };
  const ports = { clock: pumping, ids, ledger: ledger(), rollups: rollupStore(table), ...given };
  return repairRollup({ tenant_id, campaign_id }, ports, sources);
}

/** A campaign of so many messages and taps, all of them counted. */
async function countedCampaign(): Promise<{ messages: Message[]; taps: Interaction[] }> {
  const messages = await Promise.all(Array.from({ length: 6 }, () => accepted()));
  const taps = await Promise.all(Array.from({ length: 4 }, tapped));
  await foldNow();
  expect(await counted()).toEqual(await expected());
  return { messages, taps };
}

const laneOfMessage = ({ customer_id }: Message) => laneName(laneOf(customer_id));

describe('counters that are wrong', () => {
  test.each<[string, (lane: string) => Promise<unknown>]>([
    ['too high', (lane) => table.update(rowKey('totals', lane), { add: { accepted: 7 } })],
    ['too low', (lane) => table.update(rowKey('totals', lane), { add: { recipients: -3 } })],
    ['of something that never was', (lane) => table.update(rowKey('totals', lane), { add: { 'failed#63016': 2 } })],
    ['gone', (lane) => table.update(rowKey('totals', lane), { remove: ['accepted'] })],
    ['gone with their row', (lane) => table.remove(rowKey('totals', lane))],
    ['of taps', () => table.update(rowKey('buttons', 'campaign'), { add: { 'clicks#yes': 5 } })],
    ['of hours, with their row', () => table.remove(rowKey('hours', 'campaign'))],
    ['of weekdays', () => table.update(rowKey('weekdays', 'campaign'), { add: { '3#11': -1 } })],
  ])('(%s) are corrected, and a second repair finds nothing', async (_, damage) => {
    const { messages } = await countedCampaign();
    await damage(laneOfMessage(messages[0]!));
    expect(await counted()).not.toEqual(await expected());
    const { repaired, changing } = await repair();
    expect([repaired.length, changing]).toEqual([1, []]);
    expect(await counted()).toEqual(await expected());
    expect(await repair()).toEqual({ repaired: [], changing: [] });
    expect(await counted()).toEqual(await expected());
  });

  test('stay exact when what follows is counted', async () => {
    const { messages } = await countedCampaign();
    await table.remove(rowKey('totals', laneOfMessage(messages[0]!)));
    await repair();
    await Promise.all([...messages.map(delivered), tapped()]);
    await foldNow();
    expect(await counted()).toEqual(await expected());
  });
});

async function delivered(message: Message): Promise<void> {
  const report = { status: 'delivered' as const, provider_sid: message.provider_sid! };
  await messageStore(table).applyStatus(tenant_id, message, report, timestamp(START));
}

describe('a roll-up that runs meanwhile', () => {
  test('and is behind is not taken for wrong', async () => {
    const { messages } = await countedCampaign();
    await Promise.all([...messages.map(delivered), tapped()]);
    expect(await repair()).toEqual({ repaired: [], changing: [] });
    expect(await counted()).toEqual(await expected());
  });

  test('and is behind hides no damage', async () => {
    const { messages } = await countedCampaign();
    const lane = laneOfMessage(messages[0]!);
    await Promise.all(messages.map(delivered));
    await table.update(rowKey('totals', lane), { add: { accepted: 1 } });
    expect((await repair()).repaired).toEqual([{ family: 'totals', source: lane, added: { accepted: -1 } }]);
    expect(await counted()).toEqual(await expected());
  });

  test('what changes while it is counted is counted again, and neither lost nor counted twice', async () => {
    const { messages } = await countedCampaign();
    const [first] = messages as [Message];
    const lane = laneOfMessage(first);
    await table.update(rowKey('totals', lane), { add: { accepted: 1 } });
    let times = 0;
    const stores = ledger();
    const changing: Ledger = {
      ...stores,
      messages: {
        async *ofLane(tenant, id, number) {
          yield* stores.messages.ofLane(tenant, id, number);
          if (laneName(number) === lane && (times += 1) === 1) await delivered(first);
        },
      },
    };
    const { repaired } = await repair({ ledger: changing });
    expect([times, repaired]).toEqual([2, [{ family: 'totals', source: lane, added: { accepted: -1 } }]]);
    await foldNow();
    expect(await counted()).toEqual(await expected());
  });

  test('what is counted between the look and the write is kept', async () => {
    const { messages } = await countedCampaign();
    const [first] = messages as [Message];
    const lane = laneOfMessage(first);
    await table.update(rowKey('totals', lane), { add: { accepted: 1, recipients: -1 } });
    const rollups = rollupStore(table);
    const late: RepairPorts['rollups'] = {
      ...rollups,
      async repair(...write) {
        await delivered(first);
        await foldNow();
        return rollups.repair(...write);
      },
    };
    await repair({ rollups: late });
    expect(await counted()).toEqual(await expected());
  });

  test('a part that changes each time it is counted is left as it is, and named; the others are repaired', async () => {
    const { messages } = await countedCampaign();
    const [first] = messages as [Message];
    const lane = laneOfMessage(first);
    const other = messages.map(laneOfMessage).find((one) => one !== lane)!;
    for (const one of [lane, other]) await table.update(rowKey('totals', one), { add: { accepted: 1 } });
    const stores = ledger();
    const busy: Ledger = {
      ...stores,
      messages: {
        async *ofLane(tenant, id, number) {
          yield* stores.messages.ofLane(tenant, id, number);
          const at = timestamp(START + Math.trunc(Math.random() * 1e9));
          const change = { set: { delivered_at: at } };
          if (laneName(number) === lane)
            await table.update(
              { pk: `TENANT#${tenant}#CAMPAIGN#${id}#LANE#${lane}`, sk: `MESSAGE#${first.customer_id}` },
              change,
            );
        },
      },
    };
    const { repaired, changing } = await repair({ ledger: busy });
    expect(changing).toEqual([lane]);
    expect(repaired.map(({ source }) => source)).toEqual([other]);
    const row = await rollupStore(table).row({ tenant_id, campaign_id, family: 'totals', source: lane });
    expect(row.repaired).toBeUndefined();
  });

  test('that has stopped is an error, and nothing is written', async () => {
    const { messages } = await countedCampaign();
    await table.update(rowKey('totals', laneOfMessage(messages[0]!)), { add: { accepted: 1 } });
    const wrong = await counted();
    await expect(repair({ clock: fakeClock() })).rejects.toThrow(/is behind or has stopped/);
    expect(await counted()).toEqual(wrong);
  });
});

test('two repairs that have seen the same damage correct it once', async () => {
  const { messages } = await countedCampaign();
  await table.update(rowKey('totals', laneOfMessage(messages[0]!)), { add: { accepted: 3 } });
  const rollups = rollupStore(table);
  const both = Promise.withResolvers<void>();
  let arrived = 0;
  const meeting: RepairPorts['rollups'] = {
    ...rollups,
    async repair(...write) {
      if ((arrived += 1) === 2) both.resolve();
      await both.promise;
      return rollups.repair(...write);
    },
  };
  const repairs = await Promise.all([repair({ rollups: meeting }), repair({ rollups: meeting })]);
  expect(repairs.map(({ changing }) => changing)).toEqual([[], []]);
  expect(arrived).toBe(2);
  expect(await counted()).toEqual(await expected());
});

test('a correction whose answer is lost, and which is written again, is made once', async () => {
  const { messages } = await countedCampaign();
  const source = laneOfMessage(messages[0]!);
  await table.update(rowKey('totals', source), { add: { accepted: 1 } });
  const rollups = rollupStore(table);
  const twice: RepairPorts['rollups'] = {
    ...rollups,
    async repair(...write) {
      const first = await rollups.repair(...write);
      expect(await rollups.repair(...write)).toBe(first);
      return first;
    },
  };
  expect((await repair({ rollups: twice })).repaired).toHaveLength(1);
  expect(await counted()).toEqual(await expected());
});

test('every family of counters is of one source that is gone through', async () => {
  await countedCampaign();
  await Promise.all(
    [...SOURCES].map((source) => Promise.all(FAMILIES.map((family) => table.remove(rowKey(family, source))))),
  );
  await repair({}, SOURCES);
  expect(await counted()).toEqual(await expected());
});
