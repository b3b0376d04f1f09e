import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { laneStore, type LaneState, type Lanes } from '../../../shared/run/lane.store.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';
import { START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let lanes: Lanes;
beforeAll(async () => {
  opened = await testTable();
  lanes = laneStore(opened.table);
});
afterAll(() => opened.close());

describe('the cursor of a lane', () => {
  const place = () => [ids.next('ten'), ids.next('cmp'), 7] as const;

  test('is absent before the first page', async () => {
    expect(await lanes.get(...place())).toEqual({ planned: 0 });
  });

  test('moves on page by page, sums up what was planned, and ends with exhausted_at', async () => {
    const of = place();
    const steps = [
      { cursor: 'cus_1', planned: 3 },
      { cursor: 'cus_2', planned: 0 },
      { cursor: 'cus_2', planned: 4, exhausted_at: START },
    ];
    for (const step of steps) expect(await lanes.advance(...of, await lanes.get(...of), step)).toBe(true);
    expect(await lanes.get(...of)).toEqual({ cursor: 'cus_2', planned: 7, exhausted_at: START });
    expect(await lanes.get(of[0], of[1], 8)).toEqual({ planned: 0 });
  });

  test('has totals over all lanes of a campaign', async () => {
    const [tenant, campaign] = place();
    for (const lane of [0, 9, 15])
      await lanes.advance(tenant, campaign, lane, { planned: 0 }, { cursor: 'cus_1', planned: lane + 1 });
    await lanes.advance(tenant, ids.next('cmp'), 3, { planned: 0 }, { cursor: 'cus_1', planned: 100 });
    expect(await lanes.plannedTotals(tenant, campaign)).toMatchObject({ planned: 27 });
    const planned = [...(await lanes.states(tenant, campaign))].map(([lane, state]) => [lane, state.planned]);
    expect(planned).toEqual([
      [0, 1],
      [9, 10],
      [15, 16],
    ]);
    expect(await lanes.plannedTotals(tenant, ids.next('cmp'))).toMatchObject({ planned: 0 });
  });

  test('moves once for each page, however many planners there are', async () => {
    const of = place();
    const advance = (before: LaneState, cursor: string) => lanes.advance(...of, before, { cursor, planned: 5 });
    const first = await lanes.get(...of);
    const both = await Promise.all([advance(first, 'cus_1'), advance(first, 'cus_1'), advance(first, 'cus_1')]);
    expect(both.filter(Boolean)).toHaveLength(1);
    const second = await lanes.get(...of);
    expect(await advance(second, 'cus_2')).toBe(true);
    expect(await advance(second, 'cus_2')).toBe(false);
    expect(await advance(first, 'cus_1')).toBe(false);
    expect(await lanes.get(...of)).toEqual({ cursor: 'cus_2', planned: 10 });
  });

  test('never moves after the end', async () => {
    const of = place();
    const step = { planned: 2, exhausted_at: START };
    expect(await lanes.advance(...of, { planned: 0 }, step)).toBe(true);
    expect(await lanes.advance(...of, { planned: 0 }, step)).toBe(false);
    const other = place();
    await lanes.advance(...other, { planned: 0 }, { cursor: 'cus_1', ...step });
    expect(await lanes.advance(...other, { cursor: 'cus_1', planned: 2 }, step)).toBe(false);
    expect([await lanes.get(...of), await lanes.get(...other)]).toMatchObject([{ planned: 2 }, { planned: 2 }]);
  });
});

describe('parked chunks', () => {
  const chunkOf = (more: object = {}) => ({
    id: ids.next('chk'),
    tenant_id: ids.next('ten'),
    campaign_id: ids.next('cmp'),
    lane: 3,
    recipients: [ids.next('cus')],
    messages: 1,
    late: 0,
    failures: 2,
    ...more,
  });
  type Chunk = ReturnType<typeof chunkOf>;
  const parked = (of: Chunk, limit = 100) => lanes.parked(of.tenant_id, of.campaign_id, of.lane, limit);

  test('are read back whole, the next one due first', async () => {
    const one = chunkOf();
    const [two, three] = [chunkOf({ ...one, id: ids.next('chk') }), chunkOf({ ...one, id: ids.next('chk') })];
    await lanes.park(one, START + 1_000);
    await lanes.park(two, START + 0.4);
    await lanes.park(three, 1_000);
    const found = await parked(one);
    expect(found.map(({ id }) => id)).toEqual([three.id, two.id, one.id]);
    expect(found[2]).toEqual({ ...one, slot_at: 0, rate: 0, not_before: START + 1_000, sk: expect.any(String) });
    expect((await parked(one, 2)).map(({ id }) => id)).toEqual([three.id, two.id]);
  });

  test('keep which rule they wait for, and in which zones', async () => {
    const one = chunkOf();
    await lanes.park(one, START, { why: 'sending_hours', zones: ['Asia/Tokyo', 'Asia/Seoul'] });
    expect(await parked(one)).toMatchObject([{ why: 'sending_hours', zones: ['Asia/Tokyo', 'Asia/Seoul'] }]);
  });

  test('are moved to an earlier time where the rule permits, in more than one batch', async () => {
    const of = chunkOf();
    const chunks = Array.from({ length: 60 }, () => chunkOf({ ...of, id: ids.next('chk') }));
    const waiting = { why: 'sending_hours' as const, zones: ['Asia/Tokyo'] };
    await Promise.all(chunks.map((one, n) => lanes.park(one, START + n, n % 2 ? waiting : {})));
    await lanes.rescheduleParked(of.tenant_id, of.campaign_id, of.lane, 7, ({ why, not_before }) =>
      why ? START : not_before + 1,
    );
    const found = await parked(of);
    expect(found.map(({ id }) => id).toSorted()).toEqual(chunks.map(({ id }) => id).toSorted());
    const at = new Map(found.map(({ id, not_before }) => [id, not_before]));
    expect(chunks.map(({ id }) => at.get(id))).toEqual(chunks.map((_, n) => (n % 2 ? START : START + n)));
    expect(found.filter(({ why }) => why)).toHaveLength(30);
    expect(await lanes.get(of.tenant_id, of.campaign_id, of.lane)).toMatchObject({ rescheduled_run: 7, planned: 0 });
  });

  test('of another lane, campaign or tenant are not seen', async () => {
    const one = chunkOf();
    await lanes.park(one, START);
    await lanes.park(chunkOf({ ...one, lane: 4 }), START);
    await lanes.park(chunkOf({ ...one, campaign_id: ids.next('cmp') }), START);
    await lanes.park(chunkOf({ ...one, tenant_id: ids.next('ten') }), START);
    expect(await parked(one)).toHaveLength(1);
  });

  test('parked twice for one time are one, and unparking takes away that one alone', async () => {
    const one = chunkOf();
    await lanes.park(one, START);
    await lanes.park(one, START);
    await lanes.park(one, START + 1);
    const [first, second] = await parked(one);
    expect(await parked(one)).toHaveLength(2);
    await lanes.removeParked(first!);
    await lanes.removeParked(first!);
    expect(await parked(one)).toEqual([second]);
  });
});
