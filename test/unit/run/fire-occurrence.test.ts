import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { campaignStore, type Campaigns } from '../../../shared/campaign/campaign.store.ts';
import { occurrenceId } from '../../../shared/campaign/occurrence-id.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { fireSchedule } from '../../../shared/run/fire-schedule.ts';
import type { Run } from '../../../shared/run/run.ts';
import { sweepCampaigns } from '../../../shared/run/sweep-campaigns.ts';
import { DEFAULT_QUOTAS } from '../../../shared/tenancy/quota.ts';
import { testTable } from '../../support/dynamodb.ts';
import { approved, campaignOf, fakeClock, keptLog, START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let campaigns: Campaigns;
beforeAll(async () => {
  opened = await testTable();
  campaigns = campaignStore(opened.table);
});
afterAll(() => opened.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Every day at noon in UTC, which is when the clock of these tests starts: a Friday. */
const DAILY = { days: [1, 2, 3, 4, 5, 6, 7], time: '12:00', every: 1, time_zone: 'UTC', from: '2026-11-20' };

async function recurring(given: Partial<Campaign> = {}): Promise<Campaign> {
  const scheduled_at = timestamp(START);
  const one = campaignOf({
    ...{ status: 'scheduled', scheduled_at, recurrence: DAILY, content_templates: approved('HX1') },
    ...given,
  });
  await campaigns.add(one);
  return one;
}

function world(now = START, max = 100) {
  const started: Run[] = [];
  const { log, lines } = keptLog();
  const ports = {
    ...{
      campaigns,
      clock: fakeClock(now),
      log,
      quotas: { get: async () => ({ ...DEFAULT_QUOTAS, active_campaigns: max }) },
    },
    runs: { start: async (run: Run) => (started.push(run), 'running' as const), inactiveSince: async () => undefined },
  };
  const fire = ({ tenant_id, id, scheduled_at = '' }: Campaign, changed = {}) =>
    fireSchedule({ tenant_id, campaign_id: id, scheduled_at }, { ...ports, ...changed });
  return { ports, started, lines, fire };
}

const again = ({ tenant_id, id }: Campaign) => campaigns.get(tenant_id, id);
const occurrencesOf = async ({ tenant_id, id }: Campaign) => {
  const { items } = await campaigns.page(tenant_id, undefined, { limit: 100 });
  return items.filter(({ parent_id }) => parent_id === id);
};

test('a date becomes a campaign of its own that begins, and the recurring one waits for the next', async () => {
  const parent = await recurring();
  const { fire, started } = world();
  await fire(parent);
  const [made, ...others] = await occurrencesOf(parent);
  expect(others).toEqual([]);
  expect(made).toMatchObject({
    ...{ id: occurrenceId(parent.id, timestamp(START)), status: 'sending', run: 1, scheduled_at: timestamp(START) },
    ...{ name: 'Autumn, 2026-11-20', message_content: parent.message_content, content_templates: approved('HX1') },
  });
  expect(made).not.toHaveProperty('recurrence');
  expect(started.map(({ campaign_id }) => campaign_id)).toEqual([made!.id]);
  const next = { status: 'scheduled', scheduled_at: timestamp(START + DAY), schedule_pending: true, run: 0 };
  expect(await again(parent)).toMatchObject(next);
});

test('a date has the day of its own zone in its name', async () => {
  // When these tests start, it is tomorrow there.
  const parent = await recurring({ recurrence: { ...DAILY, time_zone: 'Pacific/Kiritimati', time: '02:00' } });
  await world().fire(parent);
  expect(await occurrencesOf(parent)).toMatchObject([{ name: 'Autumn, 2026-11-21' }]);
});

test('a schedule that fires many times, and sweeps beside it, make one campaign that begins once', async () => {
  const parent = await recurring();
  const { fire } = world();
  await Promise.all(Array.from({ length: 8 }, () => fire(parent)));
  await fire(parent);
  expect(await occurrencesOf(parent)).toMatchObject([{ status: 'sending', run: 1 }]);
  expect(await again(parent)).toMatchObject({ scheduled_at: timestamp(START + DAY) });
});

test('a firing that another one overtakes begins nothing, and does not fail', async () => {
  const parent = await recurring();
  const { fire, lines } = world();
  let looks = 0;
  const overtaken: Campaigns['get'] = async (...given) => {
    const found = await campaigns.get(...given);
    // The first look is at the recurring campaign, the second at that of the date.
    if ((looks += 1) === 2) await world().fire(parent);
    return found;
  };
  await fire(parent, { campaigns: { ...campaigns, get: overtaken } });
  expect(lines.map(([event]) => event)).toEqual(['schedule.stale']);
  expect(await occurrencesOf(parent)).toMatchObject([{ status: 'sending', run: 1 }]);
});

test.each(['addOccurrence', 'get', 'begin', 'recur'] as const)(
  'one that dies before or after %s is made good by the next, and nothing is made twice',
  async (step) => {
    for (const moment of ['before', 'after']) {
      const parent = await recurring();
      const { fire } = world();
      let calls = 0;
      const dying = async (...given: unknown[]) => {
        // The first look is that of the schedule, at the recurring campaign.
        const dies = step !== 'get' || (calls += 1) === 2;
        if (dies && moment === 'before') throw new Error('died');
        const answer = await (campaigns[step] as (...all: unknown[]) => Promise<unknown>)(...given);
        if (dies) throw new Error('died');
        return answer;
      };
      expect(await thrown(() => fire(parent, { campaigns: { ...campaigns, [step]: dying } }))).toMatchObject({
        message: 'died',
      });
      await fire(parent);
      expect(await occurrencesOf(parent)).toMatchObject([{ status: 'sending', run: 1 }]);
      expect(await again(parent)).toMatchObject({ scheduled_at: timestamp(START + DAY) });
    }
  },
);

test('dates that were missed say so, nobody is sent to for them, and the next one is as planned', async () => {
  const parent = await recurring();
  const { fire, started, lines } = world(START + 3 * DAY - 2 * HOUR);
  await fire(parent);
  const made = await occurrencesOf(parent);
  expect(made.map(({ status, scheduled_at }) => [status, scheduled_at])).toEqual(
    [2, 1, 0].map((day) => ['cancelled', timestamp(START + day * DAY)]),
  );
  for (const { status_reason } of made) expect(status_reason).toMatch(/missed by more than an hour.*clone/);
  expect([started, lines.map(([event]) => event)]).toEqual([[], new Array(3).fill('occurrence.skipped')]);
  expect(await again(parent)).toMatchObject({ status: 'scheduled', scheduled_at: timestamp(START + 3 * DAY) });
});

test('a date on which the tenant has too many active campaigns is skipped and says so', async () => {
  const parent = await recurring();
  await world(START, 1).fire(parent);
  const reason = expect.stringMatching(/skipped: your tenant may have 1 active campaigns/);
  expect(await occurrencesOf(parent)).toMatchObject([{ status: 'cancelled', status_reason: reason }]);
  expect(await again(parent)).toMatchObject({ scheduled_at: timestamp(START + DAY) });
});

test('after its last date it is completed', async () => {
  const parent = await recurring({ recurrence: { ...DAILY, count: 1 } });
  await world().fire(parent);
  expect(await occurrencesOf(parent)).toMatchObject([{ status: 'sending' }]);
  const reason = 'All of its dates are over.';
  expect(await again(parent)).toMatchObject({ status: 'completed', status_reason: reason });
});

test('one whose date was changed meanwhile, or that was stopped, makes nothing', async () => {
  const moved = await recurring({ scheduled_at: timestamp(START + HOUR) });
  const stopped = await recurring({ status: 'cancelled' });
  const { fire, lines } = world();
  for (const one of [moved, stopped]) {
    await fire({ ...one, scheduled_at: timestamp(START) });
    expect(await occurrencesOf(one)).toEqual([]);
  }
  expect(lines.map(([event]) => event)).toEqual(['schedule.stale', 'schedule.stale']);
});

test('the sweeper sets the schedule of the next date once, and begins a date that nothing fired for', async () => {
  const parent = await recurring();
  const { ports } = world(START + 300_000);
  const set: unknown[] = [];
  const watches = {
    all: async () => ({ campaigns: new Map(), senders: new Map() }),
    addCampaign: async () => undefined,
  };
  const sweep = () =>
    sweepCampaigns(
      {},
      {
        ...{ ...ports, recoverAfter: [900_000], staleAfter: 120_000 },
        lookAtExperiment: async () => false,
        callbackWatches: { ...watches, watchSender: async () => undefined },
        schedules: { set: async (one) => void set.push(...(one.id === parent.id ? [one.scheduled_at] : [])) },
      },
    );
  await sweep();
  expect(await occurrencesOf(parent)).toMatchObject([{ status: 'sending', run: 1 }]);
  expect(set).toEqual([]);
  await sweep();
  await sweep();
  expect(set).toEqual([timestamp(START + DAY)]);
  expect(await again(parent)).not.toHaveProperty('schedule_pending');
});
