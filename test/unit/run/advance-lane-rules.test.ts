import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { advanceLane, type LanePorts, type LaneRun } from '../../../shared/run/advance-lane.ts';
import type { Chunk } from '../../../shared/run/chunk.ts';
import { laneStore } from '../../../shared/run/lane.store.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { dailyCountStore } from '../../../shared/sender/daily-count.store.ts';
import type { Sender } from '../../../shared/sender/sender.ts';
import { senderStore } from '../../../shared/sender/sender.store.ts';
import type { Tenant } from '../../../shared/tenancy/tenant.ts';
import { tenantStore } from '../../../shared/tenancy/tenant.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, customerOf, fakeClock, keptLog, senderOf, START } from '../fixtures.ts';

const HOUR = 3_600_000;
// START is a Friday, 12:00 UTC: 13:00 in Berlin, 07:00 in New York, 21:00 in Tokyo.
const OFFICE = { from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5] };
const at = (time: string) => Date.parse(time);

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
}, 30_000);
afterAll(() => opened.close());

/** A campaign whose rows are real, one lane of whose people is here. */
async function world(given: {
  readonly customers: readonly Customer[];
  readonly tenant?: Partial<Tenant>;
  readonly campaign?: Partial<Campaign>;
  readonly sender?: Partial<Sender>;
}) {
  const clock = fakeClock();
  const { table } = opened;
  const [campaigns, lanes, senders, tenants] = [
    campaignStore(table),
    laneStore(table),
    senderStore(table),
    tenantStore(table),
  ];
  const tenant_id = ids.next('ten');
  const now = timestamp(START);
  const sender = senderOf({ tenant_id, ...given.sender });
  const begun = { status: 'sending', run: 1, started_at: now, updated_at: now } as const;
  const campaign = campaignOf({ tenant_id, sender_id: sender.id, ...begun, ...given.campaign });
  await senders.add(sender);
  await tenants.add({ id: tenant_id, name: 'Shop', created_at: now, updated_at: now, ...given.tenant });
  await campaigns.add(campaign);
  const customers = given.customers.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const queued: Chunk[] = [];
  const ports = {
    clock,
    ids,
    log: keptLog().log,
    campaigns,
    tenants,
    senders,
    lanes,
    dailyCounts: dailyCountStore(table),
    messages: messageStore(table),
    rollups: { inLane: async () => ({ settled: 0, replayed: 0 }) },
    customers: {
      async lanePage(_: string, __: number, { limit, afterId = '' }: { limit: number; afterId?: string | undefined }) {
        const items = customers.filter(({ id }) => id > afterId).slice(0, limit);
        return { items, last: items.length === limit ? items.at(-1)?.id : undefined };
      },
    },
    sends: { add: async (chunks: readonly Chunk[]) => void queued.push(...chunks) },
  } satisfies Record<string, unknown>;
  const of = { tenant_id, campaign_id: campaign.id, lane: 5 };
  const run = (step: LaneRun['step'] = 'execute', number = 1): LaneRun => ({ ...of, run: number, step });
  return {
    ...ports,
    ports,
    campaign,
    sender,
    queued,
    advance: (changed: Partial<LanePorts> = {}) => advanceLane(run(), { ...ports, ...changed }),
    /** Pauses the campaign, resumes it and looks at its lane again. */
    async resumed() {
      await campaigns.take('pause', { tenant_id, id: campaign.id }, timestamp(clock.now()));
      const found = await campaigns.get(tenant_id, campaign.id);
      await campaigns.begin('resume', found!, found!.run + 1, timestamp(clock.now()));
      return advanceLane(run('resume', found!.run + 1), ports);
    },
    reason: async () => (await campaigns.get(tenant_id, campaign.id))?.status_reason,
    parked: async () => lanes.parked(tenant_id, campaign.id, 5, 100),
    planned: async () => (await lanes.get(tenant_id, campaign.id, 5)).planned,
  };
}

const people = (n: number, timezone: string, given: Partial<Customer> = {}) =>
  Array.from({ length: n }, () => customerOf({ timezone, ...given }));
const idsOf = (customers: readonly Customer[]) => customers.map(({ id }) => id).toSorted();
const recipientsOf = (chunks: readonly Pick<Chunk, 'recipients'>[]) =>
  chunks.flatMap(({ recipients }) => recipients).toSorted();

describe('sending hours', () => {
  test('those who are asleep are parked until they may be sent to, the others are queued, all are planned', async () => {
    const [berlin, tokyo] = [people(5, 'Europe/Berlin'), people(3, 'Asia/Tokyo')];
    const [york, boston] = [people(90, 'America/New_York'), people(2, 'America/Detroit')];
    const one = await world({
      customers: [...berlin, ...tokyo, ...york, ...boston],
      tenant: { sending_hours: OFFICE },
    });
    expect(await one.advance()).toEqual({ done: false, wait_seconds: 600 });
    expect(recipientsOf(one.queued)).toEqual(idsOf(berlin));
    expect(await one.planned()).toBe(100);
    const parked = await one.parked();
    const by = (time: string) => parked.filter(({ not_before }) => not_before === at(time));
    expect(recipientsOf(by('2026-11-20T14:00:00Z'))).toEqual(idsOf([...york, ...boston]));
    expect(recipientsOf(by('2026-11-23T00:00:00Z'))).toEqual(idsOf(tokyo));
    expect(Math.max(...parked.map(({ messages }) => messages))).toBe(40);
    expect(parked.every(({ why }) => why === 'sending_hours')).toBe(true);
    expect(await one.reason()).toMatch(/sending hours.*2026-11-20T14:00:00.000Z/);
    // No slot was spent on those who wait.
    expect(((await one.senders.reserve(one.sender, 1, START)) as { starts_at: number }).starts_at).toBeLessThan(
      START + 1_000,
    );
  });

  test('a page that is planned twice parks the same chunks, and loses nobody', async () => {
    const customers = people(100, 'America/New_York');
    const one = await world({ customers, tenant: { sending_hours: OFFICE } });
    const crash = async () => {
      throw new Error('The function dies before its cursor moves.');
    };
    await expect(one.advance({ lanes: { ...one.lanes, advance: crash } })).rejects.toThrow('dies');
    const first = await one.parked();
    await one.advance();
    expect(await one.parked()).toEqual(first);
    expect(recipientsOf(first)).toEqual(idsOf(customers));
    expect(await one.planned()).toBe(100);
  });

  test('are the same day after day: parked chunks are issued when they are due, and the reason goes', async () => {
    const customers = people(50, 'America/New_York');
    const one = await world({ customers, tenant: { sending_hours: OFFICE } });
    await one.advance();
    one.clock.advance(2 * HOUR - 1_000);
    expect(await one.advance()).toEqual({ done: false, wait_seconds: 1 });
    expect(one.queued).toEqual([]);
    one.clock.advance(1_000);
    await one.advance();
    expect(recipientsOf(one.queued)).toEqual(idsOf(customers));
    expect([await one.parked(), await one.reason()]).toEqual([[], undefined]);
  });

  test("a campaign's own hours come before the tenant's", async () => {
    const customers = people(3, 'Europe/Berlin');
    const campaign = { sending_hours: { ...OFFICE, from: '14:30' } };
    const one = await world({ customers, campaign, tenant: { sending_hours: OFFICE } });
    await one.advance();
    expect(await one.parked()).toMatchObject([{ not_before: START + 1.5 * HOUR }]);
  });

  test('that were widened count when the campaign is paused and resumed, and not before', async () => {
    const [york, tokyo] = [people(60, 'America/New_York'), people(60, 'Asia/Tokyo')];
    const one = await world({ customers: [...york, ...tokyo], tenant: { sending_hours: OFFICE } });
    await one.advance();
    await one.tenants.change(one.campaign.tenant_id, { sending_hours: { ...OFFICE, from: '06:00' } });
    await one.advance();
    expect(one.queued).toEqual([]);
    await one.resumed();
    expect(recipientsOf(one.queued)).toEqual(idsOf(york));
    expect(recipientsOf(await one.parked())).toEqual(idsOf(tokyo));
    expect(new Set((await one.parked()).map(({ not_before }) => not_before))).toEqual(
      new Set([at('2026-11-22T21:00:00Z')]),
    );
    await one.tenants.change(one.campaign.tenant_id, { sending_hours: null });
    await one.resumed();
    expect(recipientsOf(one.queued)).toEqual(idsOf([...york, ...tokyo]));
    expect(await one.planned()).toBe(120);
  });
});

describe('the daily limit', () => {
  const template = { media_type: 'document', media_url: 'https://cdn.example.com/a.pdf' } as const;

  test('lets so many be planned, and the rest wait for the hour when the first have left', async () => {
    const customers = people(100, 'Europe/Berlin');
    const one = await world({ customers, campaign: template, sender: { daily_limit: 60 } });
    expect(await one.advance()).toEqual({ done: false, wait_seconds: 600 });
    expect([recipientsOf(one.queued).length, await one.planned()]).toEqual([60, 60]);
    expect(one.queued.every(({ counted }) => counted === START / HOUR)).toBe(true);
    expect(await one.reason()).toMatch(/daily_limit.*2026-11-21T13:00:00.000Z/);
    one.clock.advance(25 * HOUR - 1);
    await one.advance();
    expect(await one.planned()).toBe(60);
    one.clock.advance(1);
    await one.advance();
    expect(recipientsOf(one.queued)).toEqual(idsOf(customers));
    expect([await one.planned(), await one.reason()]).toEqual([100, undefined]);
  });

  test('cuts a parked chunk that is larger than what is left', async () => {
    const customers = people(40, 'America/New_York');
    const one = await world({
      customers,
      campaign: template,
      tenant: { sending_hours: OFFICE },
      sender: { daily_limit: 25 },
    });
    await one.advance();
    one.clock.advance(2 * HOUR);
    expect(await one.advance()).toEqual({ done: false, wait_seconds: 1 });
    await one.advance();
    const parked = await one.parked();
    expect([recipientsOf(one.queued).length, recipientsOf(parked).length]).toEqual([25, 15]);
    expect(recipientsOf([...one.queued, ...parked])).toEqual(idsOf(customers));
    expect(await one.reason()).toContain('daily_limit');
  });

  test('is not spent on slots that are not to be had', async () => {
    const one = await world({
      customers: people(10, 'Europe/Berlin'),
      campaign: template,
      sender: { daily_limit: 10, rate: 1 },
    });
    await one.senders.reserve(one.sender, 20 * 60, START);
    expect(await one.advance()).toEqual({ done: false, wait_seconds: 300 });
    expect(await one.dailyCounts.reserve(one.sender, 10, START, START)).toMatchObject({ granted: 10 });
  });

  test('is no matter of messages that are no templates', async () => {
    const one = await world({ customers: people(50, 'Europe/Berlin'), sender: { daily_limit: 10 } });
    await one.advance();
    expect(recipientsOf(one.queued)).toHaveLength(50);
  });
});

test('recipients whose template will not be delivered are counted', async () => {
  const buttons = [{ id: 'yes', title: 'Yes', type: 'reply' as const }];
  const customers = [...people(3, 'UTC', { country: 'US' }), ...people(2, 'UTC', { country: 'CA' })];
  const counted = async (campaign: Partial<Campaign>) => {
    const { advance, lanes, campaign: of } = await world({ customers, campaign });
    await advance();
    return lanes.planned(of.tenant_id, of.id);
  };
  expect(await counted({ buttons })).toEqual({ planned: 5, planned_us: 3 });
  expect(await counted({})).toEqual({ planned: 5, planned_us: 0 });
});
