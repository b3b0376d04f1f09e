import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import {
  duration,
  HORIZON,
  LEAD,
  REPLY_HORIZON,
  REPLY_SHARE,
  sender,
  type Sender,
} from '../../../shared/sender/sender.ts';
import { senderStore, type Senders } from '../../../shared/sender/sender.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { senderOf, START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let senders: Senders;
beforeAll(async () => {
  opened = await testTable();
  senders = senderStore(opened.table);
});
afterAll(() => opened.close());

async function added(given: Partial<Sender> = {}): Promise<Sender> {
  const one = senderOf(given);
  await senders.add(one);
  return one;
}

/** Reserves, and answers where the slots begin. */
async function slot(one: Sender, messages: number, now: number): Promise<number> {
  const reserved = await senders.reserve(one, messages, now);
  if ('ask_again_at' in reserved) throw new Error(`Ask again at ${reserved.ask_again_at}.`);
  return reserved.starts_at;
}

describe('what the provider says of a sender', () => {
  const HOUR = 3_600_000;
  const limited = async (one: Sender) => {
    const { limited_by, limited_until } = (await senders.get(one.tenant_id, one.id))!;
    return [limited_by, limited_until];
  };

  test('is read by one of all who ask within an hour', async () => {
    const one = await added();
    const asked = await Promise.all(Array.from({ length: 9 }, () => senders.claimLimitsRead(one, START)));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await senders.claimLimitsRead(one, START + HOUR)).toBe(false);
    expect(await senders.claimLimitsRead(one, START + HOUR + 1)).toBe(true);
    expect(await senders.claimLimitsRead(senderOf(), START)).toBe(false);
  });

  test('is stored, and removed once it is no longer known', async () => {
    const one = await added();
    await senders.setLimits(one, { messaging_limit: 250, quality_rating: 'HIGH' });
    expect(await senders.get(one.tenant_id, one.id)).toMatchObject({ messaging_limit: 250, quality_rating: 'HIGH' });
    await senders.setLimits(one, { messaging_limit: 'unlimited' });
    const after = await senders.get(one.tenant_id, one.id);
    expect([after?.messaging_limit, after?.quality_rating]).toEqual(['unlimited', undefined]);
  });

  test('that a limit is reached lasts as long as it was said to at most', async () => {
    const one = await added();
    await senders.limit(one.tenant_id, one.id, { why: 'portfolio_limit', until: START + 2 });
    await senders.limit(one.tenant_id, one.id, { why: 'account_limit', until: START + 1 });
    expect(await limited(one)).toEqual(['portfolio_limit', START + 2]);
    await senders.limit(one.tenant_id, one.id, { why: 'account_limit', until: START + 3 });
    expect(await limited(one)).toEqual(['account_limit', START + 3]);
  });

  test.each([
    ['portfolio_limit', 250, 1_000, true],
    ['portfolio_limit', 250, 'unlimited', true],
    ['portfolio_limit', 250, 250, false],
    ['portfolio_limit', 1_000, 250, false],
    ['portfolio_limit', undefined, 1_000, false],
    ['portfolio_limit', 'unlimited', 'unlimited', false],
    ['account_limit', 250, 1_000, false],
  ] as const)('of the %s, once %s people and now %s, ends the waiting: %s', async (why, before, now, ends) => {
    const one = await added(before === undefined ? {} : { messaging_limit: before });
    await senders.limit(one.tenant_id, one.id, { why, until: START });
    await senders.setLimits(one, { messaging_limit: now });
    expect(await limited(one)).toEqual(ends ? [undefined, undefined] : [why, START]);
  });
});

describe('the pace', () => {
  test.each([80, 3, 0.33, 1000])(
    'of %d a second gives callers at the same time slots one after the other, without a gap',
    async (rate) => {
      const one = await added({ rate });
      const sizes = Array.from({ length: 40 }, (_, n) => (n % 5) + 1);
      const starts = await Promise.all(sizes.map((messages) => slot(one, messages, START)));
      const slots = starts
        .map((starts_at, n) => ({ starts_at, ends_at: starts_at + duration(sizes[n]!, rate) }))
        .sort((a, b) => a.starts_at - b.starts_at);
      expect(slots[0]!.starts_at).toBe(START + LEAD);
      slots.slice(1).forEach(({ starts_at }, n) => expect(starts_at).toBeCloseTo(slots[n]!.ends_at, 2));
      const total = sizes.reduce((sum, n) => sum + n, 0);
      expect(slots.at(-1)!.ends_at).toBeCloseTo(START + LEAD + duration(total, rate), 2);
    },
  );

  test('gives slots that do not overlap and do not begin in the past', async () => {
    const one = await added({ rate: 10 });
    const slots: { starts_at: number; ends_at: number }[] = [];
    let now = START;
    for (let n = 0; n < 60; n += 1) {
      now += [0, 50, 900, 5][n % 4]!;
      const messages = (n % 3) + 1;
      const starts_at = await slot(one, messages, now);
      expect(starts_at).toBeGreaterThanOrEqual(now + LEAD);
      expect(starts_at).toBeGreaterThanOrEqual((slots.at(-1)?.ends_at ?? 0) - 0.01);
      slots.push({ starts_at, ends_at: starts_at + duration(messages, one.rate) });
    }
  });

  test('is no faster after a pause', async () => {
    const one = await added({ rate: 1 });
    await slot(one, 1, START);
    const rested = START + 3_600_000;
    expect(await slot(one, 1, rested)).toBe(rested + LEAD);
    expect(await slot(one, 1, rested)).toBe(rested + LEAD + 1_000);
  });

  test('gives no slots further ahead than the horizon', async () => {
    const one = await added({ rate: 1 });
    const page = 30;
    const starts: number[] = [];
    let again: number | undefined;
    while (again === undefined) {
      const reserved = await senders.reserve(one, page, START);
      if ('ask_again_at' in reserved) again = reserved.ask_again_at;
      else starts.push(reserved.starts_at);
    }
    expect(Math.max(...starts)).toBeLessThanOrEqual(START + HORIZON);
    expect(starts.length).toBe(Math.floor((HORIZON - LEAD) / (page * 1000)) + 1);
    const next = starts.at(-1)! + page * 1000;
    expect(again).toBe(next - HORIZON);
    expect(await senders.reserve(one, 1, again - 1)).toEqual({ ask_again_at: again });
    expect(await senders.reserve(one, 1, again)).toEqual({ starts_at: next });
  });

  test('reserves no time for no messages', async () => {
    const one = await added();
    expect([await slot(one, 0, START), await slot(one, 0, START), await slot(one, 1, START)]).toEqual(
      new Array(3).fill(START + LEAD),
    );
  });

  test('of a sender that is gone, or of another tenant, is an error', async () => {
    await expect(senders.reserve(senderOf(), 1, START)).rejects.toThrow('was removed');
    const one = await added();
    await expect(senders.reserve({ ...one, tenant_id: ids.next('ten') }, 1, START)).rejects.toThrow('was removed');
  });
});

describe('the brake', () => {
  test('moves later slots back, and never forward', async () => {
    const one = await added({ rate: 1 });
    await senders.brake(one.tenant_id, one.id, START + 10_000);
    await senders.brake(one.tenant_id, one.id, START + 5_000);
    expect(await slot(one, 1, START)).toBe(START + 10_000);
    await senders.brake(one.tenant_id, one.id, START + 10_500);
    expect(await slot(one, 1, START)).toBe(START + 11_000);
  });

  test('is shown on the sender, and a shorter one does not end it', async () => {
    const one = await added({ rate: 10 });
    await slot(one, 100, START);
    await senders.brake(one.tenant_id, one.id, START + 10_000);
    await senders.brake(one.tenant_id, one.id, START + 5_000);
    expect((await senders.get(one.tenant_id, one.id))?.braked_until).toBe(START + 10_000);
  });

  test('lets chunks that had slots before go on one after the other, not all at once', async () => {
    const one = await added({ rate: 10 });
    const queued = await Promise.all(Array.from({ length: 20 }, () => slot(one, 10, START)));
    const until = START + 10_000;
    await senders.brake(one.tenant_id, one.id, until);
    const again = queued.filter((starts_at) => starts_at < until).map(() => slot(one, 10, START + 2_000));
    const slots = [...queued.filter((starts_at) => starts_at >= until), ...(await Promise.all(again))].sort(
      (a, b) => a - b,
    );
    expect(slots).toHaveLength(20);
    expect(slots[0]).toBeGreaterThanOrEqual(until);
    slots.slice(1).forEach((starts_at, n) => expect(starts_at - slots[n]!).toBeCloseTo(1_000, 2));
  });

  test('applies to replies, too', async () => {
    const one = await added({ rate: 10 });
    await senders.brake(one.tenant_id, one.id, START + 10_000);
    expect(await senders.reserveReply(one, START)).toEqual({ ask_again_at: START + 10_000 - REPLY_HORIZON });
    expect(await senders.reserveReply(one, START + 6_000)).toEqual({ starts_at: START + 10_000 });
  });

  test('of a sender that does not exist makes none', async () => {
    const { tenant_id, id } = senderOf();
    await senders.brake(tenant_id, id, START);
    expect(await opened.table.get({ pk: `TENANT#${tenant_id}`, sk: `SENDER#${id}` })).toBeUndefined();
  });
});

describe('senders', () => {
  test('have unique numbers', async () => {
    const one = await added();
    const other = senderOf({ tenant_id: one.tenant_id, phone_number: one.phone_number });
    await expect(senders.add(other)).rejects.toMatchObject({ kind: 'conflict', code: 'sender.exists' });
    expect(await senders.get(one.tenant_id, other.id)).toBeUndefined();
  });

  test('are read, changed and listed by their own tenant, newest first', async () => {
    const first = await added();
    const second = await added({ tenant_id: first.tenant_id, phone_number: '+15550002222' });
    const { tenant_id: tenant } = first;
    expect(await senders.get(tenant, first.id)).toEqual(first);
    expect(await senders.get(ids.next('ten'), first.id)).toBeUndefined();
    expect((await senders.page(tenant, { limit: 10 })).items).toEqual([second, first]);
    const page = await senders.page(tenant, { limit: 1 });
    expect((await senders.page(tenant, { limit: 1, after: page.last })).items).toEqual([first]);
    expect((await senders.page(ids.next('ten'), { limit: 10 })).items).toEqual([]);
  });

  test('keep their slots through a change', async () => {
    const one = await added({ rate: 1 });
    await slot(one, 10, START);
    const changed = await senders.change(one.tenant_id, one.id, { rate: 2, updated_at: timestamp(START) });
    expect(changed).toEqual({ ...one, rate: 2, reply_debt: 0, updated_at: timestamp(START) });
    expect(await slot(changed!, 1, START)).toBe(START + LEAD + 10_000);
    expect(await senders.change(ids.next('ten'), one.id, { rate: 5 })).toBeUndefined();
    expect(await senders.change(one.tenant_id, ids.next('snd'), { rate: 5 })).toBeUndefined();
  });

  test.each([
    [{ rate: 0.01 }, true],
    [{ rate: 1000 }, true],
    [{ rate: 0.009 }, false],
    [{ rate: 1001 }, false],
    [{ phone_number: '15550001111' }, false],
    [{ phone_number: '+0555000111' }, false],
    [{ name: '' }, false],
  ])('may be made with %j: %s', (given, expected) => {
    expect(sender.safeParse(senderOf(given)).success).toBe(expected);
  });
});

describe('replies', () => {
  test('have a share of the rate, evenly spaced, and are refused beyond a few seconds', async () => {
    const one = await added({ rate: 10 });
    const asked = await Promise.all(Array.from({ length: 20 }, () => senders.reserveReply(one, START)));
    const starts = asked.flatMap((slot) => ('starts_at' in slot ? [slot.starts_at] : [])).sort((a, b) => a - b);
    const step = duration(1, 10 * REPLY_SHARE);
    expect(starts).toEqual(starts.map((_, place) => START + place * step));
    expect(starts.at(-1)).toBeLessThanOrEqual(START + REPLY_HORIZON + step);
    const later = asked.flatMap((slot) => ('ask_again_at' in slot ? [slot.ask_again_at] : []));
    expect(starts.length + later.length).toBe(20);
    expect(later.every((at) => at > START)).toBe(true);
  });

  test('are yielded to by a campaign message for message, by one chunk at a time', async () => {
    const one = await added({ rate: 10 });
    await slot(one, 1, START);
    const reply_debt = async () => (await senders.get(one.tenant_id, one.id))?.reply_debt ?? 0;
    for (let reply = 0; reply < 5; reply++) await senders.reserveReply(one, START);
    expect(await reply_debt()).toBe(5);
    const sender = { ...one, reply_debt: 5 };
    expect(await senders.yieldToReplies(sender, 11)).toBe(false);
    const all = await Promise.all(Array.from({ length: 4 }, () => senders.yieldToReplies(sender, 10)));
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(await reply_debt()).toBe(-5);
  });

  test('are not yielded to by a chunk without messages, which would be deferred for ever', async () => {
    const one = await added({ rate: 10 });
    await slot(one, 1, START);
    expect(await senders.yieldToReplies({ ...one, reply_debt: 0 }, 0)).toBe(false);
    await senders.reserveReply(one, START);
    expect(await senders.yieldToReplies({ ...one, reply_debt: 1 }, 0)).toBe(false);
  });

  test('cost nothing to a sender that was idle meanwhile', async () => {
    const one = await added({ rate: 10 });
    await senders.reserveReply(one, START);
    await slot(one, 10, START + 60_000);
    expect((await senders.get(one.tenant_id, one.id))?.reply_debt).toBe(0);
  });
});
