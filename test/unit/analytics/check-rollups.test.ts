import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { checkRollups, type CheckPorts } from '../../../shared/analytics/check-rollups.ts';
import { rollupStore } from '../../../shared/analytics/rollup.store.ts';
import type { Active, Ended } from '../../../shared/campaign/campaign.store.ts';
import { interactionStore } from '../../../shared/interaction/interaction.store.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { laneName, laneOf } from '../../../shared/platform/lanes.ts';
import type { Table } from '../../../shared/platform/table-client.ts';
import { tableBySdk } from '../../../admin/sdk-table.ts';
import { openDatabase } from '../../fault/database.ts';
import { foldStream } from '../../support/fold-stream.ts';
import { fakeClock, keptLog, START } from '../fixtures.ts';

const NAME = 'checked';
const DAY = 86_400_000;
const failures = { add: async () => Promise.reject(new Error('Nothing here is unfoldable.')) };
const tenant_id = ids.next('ten');

let database: Awaited<ReturnType<typeof openDatabase>>;
let table: Table;
let foldNow: () => Promise<void>;
beforeAll(async () => {
  database = await openDatabase();
  const arn = await database.createTable(NAME);
  table = tableBySdk(NAME, database.client);
  const { log } = keptLog();
  foldNow = foldStream(database.streams, arn, { rollups: rollupStore(table), failures, log, clock: fakeClock() });
});
afterAll(() => database.close());

let campaign_id: string;
let kept: ReturnType<typeof keptLog>;
beforeEach(() => {
  campaign_id = ids.next('cmp');
  kept = keptLog();
});

async function accepted(): Promise<string> {
  const customer_id = ids.next('cus');
  const draft = {
    id: ids.next('msg'),
    campaign_id,
    customer_id,
    status: 'sending' as const,
    attempts: 1,
    variables: [],
  };
  const messages = messageStore(table);
  await messages.claim(tenant_id, { ...draft, holder: 'test', lease_until: START }, START);
  await messages.accept(tenant_id, draft, `SM${customer_id}`, timestamp(START));
  return laneName(laneOf(customer_id));
}

interface Given {
  readonly ended?: readonly string[];
  readonly active?: readonly string[];
  /** Whether the roll-up counts whenever the check waits. */
  readonly isCounting?: boolean;
  readonly now?: number;
  readonly ports?: Partial<CheckPorts>;
}

async function run({ ended = [], active = [], isCounting = true, now = START, ports = {} }: Given = {}) {
  const clock = fakeClock(now);
  const pumping = {
    ...clock,
    async sleepUntil(time: number) {
      if (isCounting) await foldNow();
      await clock.sleepUntil(time);
    },
  };
  const ended_at = timestamp(now - 3_600_000);
  await checkRollups(
    {},
    {
      campaigns: {
        endedUntil: async () => ended.map((id): Ended => ({ tenant_id, campaign_id: id, ended_at })),
        async *active() {
          for (const id of active) yield { tenant_id, campaign_id: id, since: ended_at } satisfies Active;
        },
      },
      ...{ clock: pumping, ids, log: kept.log, rollups: rollupStore(table) },
      ledger: { messages: messageStore(table), interactions: interactionStore(table) },
      ...ports,
    },
  );
  return kept.lines.filter(([event]) => event !== 'counters.checked');
}

const damage = (lane: string, by: Readonly<Record<string, number>>) =>
  table.update({ pk: `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}`, sk: `ROLLUP#totals#${lane}` }, { add: by });

test('a campaign whose counters are right is checked, and nothing is said', async () => {
  for (let n = 0; n < 5; n += 1) await accepted();
  expect(await run({ ended: [campaign_id] })).toEqual([]);
  expect(kept.lines).toEqual([['counters.checked', { count: 1 }]]);
});

test.each(['ended', 'active'] as const)(
  'counters of one that is %s and wrong are told of, and left as they are',
  async (kind) => {
    const lane = await accepted();
    await foldNow();
    await damage(lane, { accepted: 1, 'failed#63016': 2 });
    const before = await rollupStore(table).read(tenant_id, campaign_id);
    expect(await run({ [kind]: [campaign_id] })).toEqual([
      ['counters.wrong', { tenant_id, campaign_id, lane: Number(lane), code: 'totals', count: 2 }],
    ]);
    expect(await rollupStore(table).read(tenant_id, campaign_id)).toEqual(before);
  },
);

describe('no alarm is raised', () => {
  test('by what is written and not counted yet', async () => {
    await accepted();
    await foldNow();
    await accepted();
    expect(await run({ ended: [campaign_id] })).toEqual([]);
  });

  test('by a roll-up that stands still', async () => {
    const lane = await accepted();
    const said = await run({ ended: [campaign_id], isCounting: false });
    expect(said).toHaveLength(17);
    expect(said).toContainEqual(['counters.unchecked', { tenant_id, campaign_id, lane: Number(lane), code: 'behind' }]);
  });

  test('by what changes while it is counted', async () => {
    const lane = await accepted();
    await foldNow();
    const messages = messageStore(table);
    const changing: CheckPorts['ledger']['messages'] = {
      async *ofLane(tenant, id, number) {
        for await (const message of messages.ofLane(tenant, id, number)) {
          await messages.recordReply(tenant_id, message, timestamp(START));
          yield message;
        }
      },
    };
    const ledger = { messages: changing, interactions: interactionStore(table) };
    expect(await run({ ended: [campaign_id], ports: { ledger } })).toEqual([
      ['counters.unchecked', { tenant_id, campaign_id, lane: Number(lane), code: 'changing' }],
    ]);
  });
});

describe('a day', () => {
  const known = Array.from({ length: 50 }, () => ids.next('cmp'));
  /** Which campaigns are looked at, and how many sources of each; everything is counted at once. */
  async function looked(given: Given, settled = 0): Promise<ReadonlyMap<string, number>> {
    const sources = new Map<string, number>();
    let last = '';
    const rollups: CheckPorts['rollups'] = {
      settledInAll: async () => settled,
      async addCheckpoint({ campaign_id: id }, checkpoint) {
        sources.set(id, (sources.get(id) ?? 0) + 1);
        last = last > checkpoint ? last : checkpoint;
      },
      row: async () => ({
        counters: {},
        folded_through: undefined,
        repaired: undefined,
        changed_at: undefined,
        checkpoint: last,
      }),
      cohorts: async () => [],
    };
    const none = async function* () {};
    const ledger = { messages: { ofLane: none }, interactions: { all: none } };
    expect(await run({ ...given, ports: { rollups, ledger } })).toEqual([]);
    return new Map([...sources].map(([id, checkpoints]) => [id, checkpoints / 2]));
  }

  test('has twenty campaigns of those that ended or are active, and others than the day before', async () => {
    const given = { ended: known.slice(0, 25), active: known.slice(25) };
    const [today, again, tomorrow] = [
      await looked(given),
      await looked(given),
      await looked({ ...given, now: START + DAY }),
    ];
    expect([today.size, tomorrow.size]).toEqual([20, 20]);
    expect([...again.keys()]).toEqual([...today.keys()]);
    expect([...tomorrow.keys()].filter((id) => !today.has(id)).length).toBeGreaterThan(0);
    expect([...new Set(today.values())]).toEqual([17]);
  });

  test('has four of the sources of a campaign to many', async () => {
    expect([...(await looked({ ended: [campaign_id] }, 2_001)).values()]).toEqual([4]);
  });

  test('ends in time: no campaign is begun with after six minutes', async () => {
    const slow = fakeClock();
    const settledInAll = async () => {
      slow.advance(200_000);
      return 0;
    };
    const rollups = { ...rollupStore(table), settledInAll, addCheckpoint: async () => slow.advance(0) };
    await run({ ended: known, ports: { clock: slow, rollups } });
    const [checked] = kept.lines.filter(([event]) => event === 'counters.checked');
    expect(checked?.[1].count).toBeLessThan(5);
  });
});
