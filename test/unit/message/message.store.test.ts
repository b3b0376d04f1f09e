import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { cohortCounters } from '../../../shared/analytics/experiment/cohort-counters.ts';
import {
  formerSids,
  MAX_FORMER_SIDS,
  MESSAGE_STATUSES,
  statusesBelow,
  timesOf,
  type Message,
} from '../../../shared/message/message.ts';
import { MEANINGS } from '../../../shared/provider/error-class.ts';
import type { ReportedStatus } from '../../../shared/provider/provider.ts';
import { messageStore, type Messages } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { laneName, laneOf, LANES } from '../../../shared/platform/lanes.ts';
import type { Item, Table } from '../../../shared/platform/table-client.ts';
import { testTable } from '../../support/dynamodb.ts';
import { START } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let messages: Messages;
beforeAll(async () => {
  opened = await testTable();
  messages = messageStore(opened.table);
});
afterAll(() => opened.close());

const tenant = ids.next('ten');
const SID = `SM${'a'.repeat(32)}`;
const at = timestamp(START);
const later = timestamp(START + 60_000);
const LEASE = 20_000;

const reference = () => ({ campaign_id: ids.next('cmp'), customer_id: ids.next('cus') });
type Reference = ReturnType<typeof reference>;
const draft = (of: Reference, holder = ids.next('chk')) => ({
  ...of,
  id: ids.next('msg'),
  status: 'sending' as const,
  attempts: 1,
  variables: ['Ana'],
  holder,
  lease_until: START + LEASE,
});
const claim = (of: Reference, holder?: string, now = START) => messages.claim(tenant, draft(of, holder), now);
const get = (of: Reference) => messages.get(tenant, of);
const keyOf = (of: Reference) => ({
  pk: `TENANT#${tenant}#CAMPAIGN#${of.campaign_id}#LANE#${laneName(laneOf(of.customer_id))}`,
  sk: `MESSAGE#${of.customer_id}`,
});

/** A message in this status. */
async function messageIn(status: Message['status'], more: Partial<Message> = {}): Promise<Reference> {
  const of = reference();
  await opened.table.put({ ...keyOf(of), ...draft(of, 'other'), status, ...more });
  return of;
}

/** The store on a table that repeats every write, as a client library does that lost the first answer. */
function repeating(): Messages {
  const table: Table = {
    ...opened.table,
    async put(item, where) {
      await opened.table.put(item, where);
      return opened.table.put(item, where);
    },
    async update(key, change, where) {
      await opened.table.update(key, change, where);
      return opened.table.update(key, change, where);
    },
  };
  return messageStore(table);
}

describe('a claim', () => {
  test('writes the row, in the lane of the customer', async () => {
    const of = reference();
    const given = draft(of);
    expect(await messages.claim(tenant, given, START)).toEqual({ got: true, attempts: 1 });
    expect(await get(of)).toEqual(given);
    expect(await opened.table.get(keyOf(of))).toMatchObject(given);
    expect(await messages.get(ids.next('ten'), of)).toBeUndefined();
  });

  test('is given to one of many workers', async () => {
    const of = reference();
    const all = await Promise.all(Array.from({ length: 20 }, () => claim(of)));
    expect(all.filter(({ got }) => got)).toHaveLength(1);
    expect(all.filter(({ got }) => !got)).toEqual(new Array(19).fill({ got: false, leased_until: START + LEASE }));
  });

  test('that the client library repeats is given', async () => {
    const of = reference();
    expect(await repeating().claim(tenant, draft(of), START)).toEqual({ got: true, attempts: 1 });
    const released = await messageIn('retry', { holder: undefined });
    expect(await repeating().claim(tenant, draft(released), START)).toEqual({ got: true, attempts: 2 });
  });

  test('of a released message counts the attempts and takes new values', async () => {
    const of = reference();
    await claim(of, 'one');
    await messages.release(tenant, of, 'one');
    expect(await get(of)).toMatchObject({ status: 'retry', attempts: 1 });
    expect((await get(of))?.holder).toBeUndefined();
    const again = { ...draft(of, 'two'), variables: ['Bo'], lease_until: START + 99_000 };
    expect(await messages.claim(tenant, again, START)).toEqual({ got: true, attempts: 2 });
    expect(await get(of)).toMatchObject({
      status: 'sending',
      holder: 'two',
      attempts: 2,
      variables: ['Bo'],
      lease_until: START + 99_000,
    });
  });

  test('of a released message is given to one of many workers', async () => {
    const of = await messageIn('retry', { holder: undefined });
    const all = await Promise.all(Array.from({ length: 10 }, () => claim(of)));
    expect(all.filter(({ got }) => got)).toEqual([{ got: true, attempts: 2 }]);
    expect(all.every((one) => one.got || one.leased_until === START + LEASE)).toBe(true);
  });

  test('of a message whose lease ran out makes it unknown, and it is not sent again', async () => {
    const of = reference();
    await claim(of, 'dead');
    expect(await claim(of, 'next', START + LEASE - 1)).toEqual({ got: false, leased_until: START + LEASE });
    expect(await claim(of, 'next', START + LEASE)).toEqual({ got: false });
    const after = await get(of);
    expect(after).toMatchObject({ status: 'unknown', attempts: 1, status_reason: expect.stringContaining('stopped') });
    expect([after?.holder, after?.lease_until]).toEqual([undefined, undefined]);
    expect(await claim(of, 'last', START + 9 * LEASE)).toEqual({ got: false });
  });

  test.each(MESSAGE_STATUSES.filter((status) => !['retry', 'sending'].includes(status)))(
    'of a message that is %s is not given, and changes nothing',
    async (status) => {
      const of = await messageIn(status);
      const before = await get(of);
      expect(await claim(of, undefined, START + 9 * LEASE)).toEqual({ got: false });
      expect(await get(of)).toEqual(before);
    },
  );
});

describe('a skip', () => {
  const skip = (of: Reference, now = START) => messages.skip(tenant, { id: ids.next('msg'), ...of }, 'opted_out', now);

  test('records the reason', async () => {
    const of = reference();
    expect(await skip(of)).toEqual({});
    expect(await get(of)).toMatchObject({ status: 'skipped', status_reason: 'opted_out', attempts: 0, variables: [] });
    expect(await claim(of)).toEqual({ got: false });
  });

  test('of a released message is recorded', async () => {
    const of = await messageIn('retry');
    expect(await skip(of)).toEqual({});
    expect(await get(of)).toMatchObject({ status: 'skipped', status_reason: 'opted_out' });
  });

  test('leaves a leased message alone, and makes it unknown when the lease ran out', async () => {
    const of = await messageIn('sending');
    expect(await skip(of, START + LEASE - 1)).toEqual({ leased_until: START + LEASE });
    expect(await get(of)).toMatchObject({ status: 'sending' });
    expect(await skip(of, START + LEASE)).toEqual({});
    expect(await get(of)).toMatchObject({ status: 'unknown' });
  });

  test.each(MESSAGE_STATUSES.filter((status) => !['retry', 'sending'].includes(status)))(
    'changes nothing of a message that is %s',
    async (status) => {
      const of = await messageIn(status);
      const before = await get(of);
      expect(await skip(of, START + 9 * LEASE)).toEqual({});
      expect(await get(of)).toEqual(before);
    },
  );
});

describe('an outcome', () => {
  const outcomes = {
    fail: (of: Reference, holder: string) =>
      messages.fail(tenant, of, holder, { code: '21211', class: 'bad_recipient' }, at),
    release: (of: Reference, holder: string) => messages.release(tenant, of, holder),
    markUnknown: (of: Reference, holder: string) => messages.markUnknown(tenant, of, holder, 'No answer.', at),
  };

  test.each([
    ['fail', { status: 'failed', error_code: '21211', status_reason: MEANINGS.bad_recipient, failed_at: at }],
    ['release', { status: 'retry' }],
    ['markUnknown', { status: 'unknown', status_reason: 'No answer.' }],
  ] as const)('%s is recorded for the holder and ends the claim', async (outcome, expected) => {
    const of = reference();
    await claim(of, 'me');
    await outcomes[outcome](of, 'me');
    const after = await get(of);
    expect(after).toMatchObject(expected);
    expect([after?.holder, after?.lease_until]).toEqual([undefined, undefined]);
  });

  test.each(Object.keys(outcomes) as (keyof typeof outcomes)[])(
    '%s by another worker changes nothing',
    async (outcome) => {
      const of = reference();
      await outcomes[outcome](of, 'me');
      expect(await get(of)).toBeUndefined();
      await claim(of, 'other');
      const before = await get(of);
      await outcomes[outcome](of, 'me');
      expect(await get(of)).toEqual(before);
    },
  );

  test.each(Object.keys(outcomes) as (keyof typeof outcomes)[])(
    '%s changes nothing after a status report',
    async (outcome) => {
      const of = reference();
      await claim(of, 'me');
      await messages.applyStatus(tenant, of, { status: 'delivered', provider_sid: SID }, at);
      const before = await get(of);
      await outcomes[outcome](of, 'me');
      expect(await get(of)).toEqual(before);
    },
  );

  test.each(MESSAGE_STATUSES)('accepted is recorded for a message that is %s', async (status) => {
    const of = await messageIn(status, { status_reason: 'Old.' });
    await messages.accept(tenant, of, SID, at);
    const after = await get(of);
    const moved = status === 'retry' || statusesBelow('accepted').includes(status);
    expect(after).toMatchObject({
      status: moved ? 'accepted' : status,
      provider_sid: SID,
      accepted_at: at,
    });
    expect(after?.status_reason).toBe(moved ? undefined : 'Old.');
    expect([after?.holder, after?.lease_until]).toEqual([undefined, undefined]);
  });

  test('accepted after a status report adds only what was missing', async () => {
    const of = await messageIn('read', { provider_sid: `SM${'b'.repeat(32)}`, accepted_at: at });
    await messages.accept(tenant, of, SID, later);
    expect(await get(of)).toMatchObject({ status: 'read', provider_sid: `SM${'b'.repeat(32)}`, accepted_at: at });
  });

  test('accepted of a message that does not exist makes none', async () => {
    const of = reference();
    await messages.accept(tenant, of, SID, at);
    expect(await get(of)).toBeUndefined();
  });
});

describe('a status report', () => {
  const reported: ReportedStatus[] = ['accepted', 'sent', 'failed', 'undelivered', 'delivered', 'read'];
  const error = { code: '63016', class: 'outside_window' } as const;
  const isFailure = (status: string) => ['failed', 'undelivered'].includes(status);
  const report = (of: Reference, status: ReportedStatus, when = at) =>
    messages.applyStatus(tenant, of, { status, provider_sid: SID, ...(isFailure(status) && { error }) }, when);

  test.each(MESSAGE_STATUSES.flatMap((from) => reported.map((to) => ({ from, to }))))(
    'of $to for a message that is $from',
    async ({ from, to }) => {
      const of = await messageIn(from);
      const before = await get(of);
      expect(await report(of, to)).toBe(true);
      const after = await get(of);
      if (from !== 'retry' && !statusesBelow(to).includes(from)) {
        expect(after).toEqual(before);
        return;
      }
      expect(after).toMatchObject({ status: to, provider_sid: SID, ...timesOf(to, at) });
      expect(after?.error_code).toBe(isFailure(to) ? '63016' : undefined);
      expect(after?.status_reason).toBe(isFailure(to) ? MEANINGS.outside_window : undefined);
    },
  );

  test('of a message that does not exist answers false, and makes none', async () => {
    const of = reference();
    expect(await report(of, 'read')).toBe(false);
    expect(await get(of)).toBeUndefined();
    const theirs = await messageIn('accepted');
    expect(await messages.applyStatus(ids.next('ten'), theirs, { status: 'read', provider_sid: SID }, at)).toBe(false);
    expect(await get(theirs)).toMatchObject({ status: 'accepted' });
  });

  test('keeps the first time of each status, and fills in those that were passed over', async () => {
    const of = await messageIn('accepted', { accepted_at: at });
    await report(of, 'delivered', later);
    expect(await get(of)).toMatchObject({ accepted_at: at, sent_at: later, delivered_at: later });
    await report(of, 'sent', at);
    await report(of, 'read', timestamp(START + 90_000));
    expect(await get(of)).toMatchObject({ sent_at: later, delivered_at: later, read_at: timestamp(START + 90_000) });
  });

  test('that a failed message was delivered after all removes the failure', async () => {
    const of = await messageIn('sent');
    await report(of, 'failed');
    expect(await get(of)).toMatchObject({
      status: 'failed',
      error_code: '63016',
      status_reason: MEANINGS.outside_window,
    });
    await report(of, 'delivered', later);
    const after = await get(of);
    expect(after).toMatchObject({ status: 'delivered', delivered_at: later });
    expect([after?.error_code, after?.status_reason, after?.failed_at]).toEqual([undefined, undefined, undefined]);
  });

  test('ends in the same state in any order', async () => {
    const orders = [
      ['accepted', 'sent', 'delivered', 'read'],
      ['read', 'delivered', 'sent', 'accepted'],
      ['delivered', 'failed', 'read', 'sent'],
      ['sent', 'read', 'read', 'undelivered'],
    ] as const;
    for (const order of orders) {
      const of = await messageIn('sending');
      for (const status of order) await report(of, status);
      expect(await get(of)).toMatchObject({ status: 'read', ...timesOf('read', at) });
    }
  });

  /** Reports whose handlers looked at the clock in another order than they wrote in, and the answer to the request among them. */
  const news = fc.array(
    fc.record({ of: fc.constantFrom(...reported, 'the answer' as const), second: fc.integer({ min: 0, max: 3 }) }),
    { minLength: 1, maxLength: 6 },
  );

  test('ends as high as the highest, with times in the order of the ladder, whichever is written first', async () => {
    await fc.assert(
      fc.asyncProperty(news, fc.boolean(), async (told, areAtOnce) => {
        const of = await messageIn('sending');
        const tell = async ({ of: what, second }: (typeof told)[number]) => {
          const when = timestamp(START + second * 1_000);
          if (what === 'the answer') await messages.accept(tenant, of, SID, when);
          else expect(await report(of, what, when)).toBe(true);
        };
        if (areAtOnce) await Promise.all(told.map(tell));
        else for (const one of told) await tell(one);

        const after = (await get(of))!;
        const highest = told.map((one) => (one.of === 'the answer' ? ('accepted' as const) : one.of));
        expect(highest).toContain(after.status);
        expect(highest.filter((status) => statusesBelow(status).includes(after.status))).toEqual([]);
        expect(Object.keys(after)).toEqual(
          expect.arrayContaining(Object.keys(timesOf(after.status as ReportedStatus, at))),
        );
        const { tried_at, accepted_at, sent_at, delivered_at, read_at } = after;
        const times = [tried_at, accepted_at, sent_at, delivered_at, read_at].filter((time) => time !== undefined);
        expect(times).toEqual(times.toSorted());
      }),
      { numRuns: 150 },
    );
  });

  test('that a person has read it, handled beside that of the delivery, is no earlier than the delivery', async () => {
    const of = await messageIn('sent', { sent_at: at });
    await report(of, 'delivered', timestamp(START + 2));
    await report(of, 'read', timestamp(START + 1));
    expect(await get(of)).toMatchObject({
      status: 'read',
      delivered_at: timestamp(START + 2),
      read_at: timestamp(START + 2),
    });
  });

  test('gives up with an error when its message knows of ever later times', async () => {
    const of = await messageIn('sent');
    const row = await get(of);
    let writes = 0;
    const update = async () => {
      writes += 1;
      return { done: false as const, found: { ...row, sent_at: timestamp(START + writes) } };
    };
    const busy = messageStore({ ...opened.table, update });
    const told = busy.applyStatus(tenant, of, { status: 'read', provider_sid: SID }, at);
    await expect(told).rejects.toThrow('others moved its message all the time');
    expect(writes).toBe(5);
  });
});

describe('a failure that is not about the person', () => {
  const OTHER = `SM${'c'.repeat(32)}`;
  const error = { code: '21609', class: 'setup', meaning: 'Not public.' } as const;
  const fails = (of: Reference, provider_sid = SID) =>
    messages.applyStatus(tenant, of, { status: 'failed', provider_sid, error }, at);

  test.each(['sending', 'unknown', 'accepted', 'sent'] as const)(
    'makes a message that is %s wait, and keeps the reason',
    async (status) => {
      const of = await messageIn(status, { accepted_at: at, ...(status !== 'sending' && { provider_sid: SID }) });
      expect(await fails(of)).toBe(true);
      const after = await get(of);
      expect(after).toMatchObject({ status: 'retry', replaced_sid: SID, error_code: '21609', failed_at: at });
      expect(after?.status_reason).toBe('Not public.');
      expect([after?.provider_sid, after?.accepted_at, after?.holder]).toEqual([undefined, undefined, undefined]);
    },
  );

  test.each(MESSAGE_STATUSES.filter((status) => !['sending', 'unknown', 'accepted', 'sent'].includes(status)))(
    'changes nothing of a message that is %s',
    async (status) => {
      const of = await messageIn(status, { provider_sid: SID });
      const before = await get(of);
      expect(await fails(of)).toBe(true);
      expect(await get(of)).toEqual(before);
    },
  );

  test('of another attempt changes nothing', async () => {
    const of = await messageIn('accepted', { provider_sid: OTHER, replaced_sid: SID });
    const before = await get(of);
    await fails(of);
    expect(await get(of)).toEqual(before);
  });

  test('is sent again once, under another sid, and late news of the first attempt does not count', async () => {
    const of = await messageIn('accepted', { provider_sid: SID });
    await fails(of);
    expect((await claim(of, 'me')).got).toBe(true);
    expect((await claim(of, 'you')).got).toBe(false);
    const claimed = await get(of);
    expect([claimed?.error_code, claimed?.status_reason, claimed?.failed_at]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await messages.accept(tenant, of, OTHER, later);
    await fails(of);
    await messages.applyStatus(tenant, of, { status: 'sent', provider_sid: SID }, later);
    expect(await get(of)).toMatchObject({ status: 'accepted', provider_sid: OTHER, replaced_sid: SID });
  });

  describe('of an attempt longer ago', () => {
    const sid = (n: number) => `SM${String(n).padStart(32, '0')}`;
    /** A message that was accepted and came back so many times. */
    const returned = async (times: number) => {
      const of = reference();
      for (let n = 0; n < times; n += 1) {
        await claim(of);
        await messages.accept(tenant, of, sid(n), at);
        await fails(of, sid(n));
      }
      return of;
    };

    test.each(['retry', 'sending', 'unknown'] as const)('changes nothing of a message that is %s', async (status) => {
      const of = await returned(3);
      if (status !== 'retry') await claim(of, 'me');
      if (status === 'unknown') await messages.markUnknown(tenant, of, 'me', 'no answer', at);
      const before = await get(of);
      expect(before?.status).toBe(status);
      for (const n of [0, 1, 2]) {
        await fails(of, sid(n));
        await messages.applyStatus(tenant, of, { status: 'sent', provider_sid: sid(n) }, later);
        await messages.accept(tenant, of, sid(n), later);
      }
      expect(await get(of)).toEqual(before);
      await messages.applyStatus(tenant, of, { status: 'delivered', provider_sid: sid(0) }, later);
      expect(await get(of)).toMatchObject({ status: 'delivered', provider_sid: sid(0) });
    });

    test('is known by the row of an earlier version, too', async () => {
      const of = await messageIn('retry', { replaced_sid: sid(0), error_code: '21609' });
      await claim(of);
      await messages.accept(tenant, of, sid(1), at);
      await fails(of, sid(1));
      await claim(of);
      const before = await get(of);
      expect(before).toMatchObject({ status: 'sending', attempts: 3 });
      for (const n of [0, 1]) await fails(of, sid(n));
      expect(await get(of)).toEqual(before);
    });

    test('is remembered as often as it is sent again by itself, and not without end', async () => {
      const of = await returned(MAX_FORMER_SIDS + 2);
      await claim(of);
      const last = Array.from({ length: MAX_FORMER_SIDS }, (_, n) => sid(n + 2));
      expect(formerSids((await get(of))!)).toEqual(last);
      expect((await opened.table.get(keyOf(of)))?.['former_sids']).toEqual(last);
    });

    test('is kept once, however often it is claimed before it goes out', async () => {
      const of = await returned(1);
      for (const worker of ['me', 'you']) {
        await claim(of, worker);
        await messages.release(tenant, of, worker);
      }
      expect(await get(of)).toMatchObject({ replaced_sid: sid(0), former_sids: [sid(0)] });
    });
  });

  test('that was delivered after all is not sent again', async () => {
    const of = await messageIn('accepted', { provider_sid: SID });
    await fails(of);
    await messages.applyStatus(tenant, of, { status: 'delivered', provider_sid: SID }, later);
    expect(await get(of)).toMatchObject({ status: 'delivered', provider_sid: SID });
    expect((await claim(of)).got).toBe(false);
  });

  test('comes before the answer to the attempt: the answer does not undo it', async () => {
    const of = reference();
    await claim(of, 'me');
    await fails(of);
    await messages.accept(tenant, of, SID, later);
    const after = await get(of);
    expect(after).toMatchObject({ status: 'retry', replaced_sid: SID });
    expect(after?.provider_sid).toBeUndefined();
  });
});

describe('a failed message', () => {
  const returns = async (of: Reference, isMarketing = false) =>
    opened.table.transact([messages.returnWrite(tenant, (await get(of))!, { isMarketing })]);

  test.each(['failed', 'undelivered'] as const)('that is %s waits again, at most three times', async (status) => {
    const of = await messageIn(status, { provider_sid: SID, error_code: '99999', failed_at: at });
    for (const n of [1, 2, 3]) {
      expect(await returns(of)).toBe(true);
      expect(await get(of)).toMatchObject({ status: 'retry', replaced_sid: SID, error_code: '99999', returns: n });
      await opened.table.update(keyOf(of), { set: { status, provider_sid: SID } });
    }
    expect(await returns(of)).toBe(false);
    expect(await get(of)).toMatchObject({ status });
  });

  test('that was answered keeps the first time, in whichever order the answers are told', async () => {
    const of = await messageIn('read');
    const [early, late] = ['2026-11-20T12:01:00.000Z', '2026-11-20T12:02:00.000Z'];
    for (const [told, kept] of [
      [late, late],
      [early, early],
      [late, early],
    ] as const) {
      await messages.recordReply(tenant, of, told);
      expect((await get(of))?.replied_at).toBe(kept);
    }
  });

  test('that waits again says why, where that is news', async () => {
    const of = await messageIn('failed', { error_code: '63016', status_reason: 'Why it failed.' });
    const why = { status_reason: 'Why it waits.' };
    expect(await opened.table.transact([messages.returnWrite(tenant, (await get(of))!, why)])).toBe(true);
    expect(await get(of)).toMatchObject({ status: 'retry', ...why });
  });

  test('that was refused at once has no sid to be replaced', async () => {
    const of = await messageIn('failed', { error_code: '99999', failed_at: at });
    expect(await returns(of)).toBe(true);
    expect((await get(of))?.replaced_sid).toBeUndefined();
  });

  test('that WhatsApp held back waits once', async () => {
    const of = await messageIn('undelivered', { provider_sid: SID, error_code: '63049', failed_at: at });
    expect(await returns(of, true)).toBe(true);
    expect(await get(of)).toMatchObject({ status: 'retry', marketing_retries: 1 });
    await opened.table.update(keyOf(of), { set: { status: 'undelivered', provider_sid: SID } });
    expect(await returns(of, true)).toBe(false);
  });

  test('does not wait when it has changed since it was read', async () => {
    const of = await messageIn('failed', { provider_sid: SID, error_code: '99999' });
    const write = messages.returnWrite(tenant, (await get(of))!);
    await messages.applyStatus(tenant, of, { status: 'delivered', provider_sid: SID }, later);
    expect(await opened.table.transact([write])).toBe(false);
    expect(await get(of)).toMatchObject({ status: 'delivered' });
  });

  test('that nobody will send again has failed', async () => {
    const of = await messageIn('retry', { error_code: '21609', failed_at: at });
    await messages.endWaiting(tenant, of, '99999');
    expect(await get(of)).toMatchObject({ status: 'retry' });
    await messages.endWaiting(tenant, of, '21609');
    expect(await get(of)).toMatchObject({ status: 'failed', failed_at: at });
  });

  test('that nobody will send again says why, where that is news', async () => {
    const of = await messageIn('retry', { error_code: '63018', status_reason: 'Why it waited.' });
    await messages.endWaiting(tenant, of, '63018', 'Why it failed.');
    expect(await get(of)).toMatchObject({ status: 'failed', status_reason: 'Why it failed.' });
  });
});

describe('a waiting message', () => {
  const WHY = 'Why it waits.';
  const code = '63018';
  const again = async (of: Reference) =>
    opened.table.transact([messages.waitAgainWrite(tenant, (await get(of))!, WHY)]);

  test('counts that it came back once for each attempt, and at most three times', async () => {
    const of = await messageIn('retry', { replaced_sid: SID, error_code: code, status_reason: 'The meaning.' });
    for (const returns of [1, 2, 3]) {
      expect(await again(of)).toBe(true);
      expect(await again(of)).toBe(false);
      expect(await get(of)).toMatchObject({ status: 'retry', status_reason: WHY, returns });
      await claim(of);
      expect((await get(of))?.status_reason).toBeUndefined();
      const provider_sid = `${SID}${returns}`;
      await messages.applyStatus(
        tenant,
        of,
        { status: 'failed', provider_sid, error: { code, class: 'portfolio_limit' } },
        later,
      );
    }
    expect(await again(of)).toBe(false);
    expect(await get(of)).toMatchObject({ status: 'retry', returns: 3 });
  });

  test('counts nothing when it has changed since it was read', async () => {
    const of = await messageIn('retry', { replaced_sid: SID, error_code: code });
    const write = messages.waitAgainWrite(tenant, (await get(of))!, WHY);
    await claim(of);
    expect(await opened.table.transact([write])).toBe(false);
    expect((await get(of))?.returns).toBeUndefined();
  });
});

describe('pages', () => {
  const campaign_id = ids.next('cmp');
  const newest: string[] = [];
  beforeAll(async () => {
    for (let n = 0; n < 60; n += 1) {
      const of = { campaign_id, customer_id: ids.next('cus') };
      newest.unshift(of.customer_id);
      await opened.table.put({ ...keyOf(of), ...draft(of), status: n % 10 === 0 ? 'failed' : 'sent' });
      await opened.table.put({ ...keyOf(of), sk: `PARKED#${n}` });
    }
  });

  async function pages(limit: number, wanted?: Message['status'], table: Table = opened.table) {
    const keep = wanted && (({ status }: Message) => status === wanted);
    const all: Message[][] = [];
    let after: Item | undefined;
    do {
      const page = await messageStore(table).page(tenant, campaign_id, keep, { limit, after });
      all.push([...page.items]);
      after = page.last;
    } while (after);
    return all;
  }

  test.each([3, 7, 60, 100])('of %i messages have every message once, the newest customer first', async (limit) => {
    const all = await pages(limit);
    expect(all.flat().map((one) => one.customer_id)).toEqual(newest);
    expect(all.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
  });

  test('by a status have the messages in it', async () => {
    const all = await pages(4, 'failed');
    expect(all.map(({ length }) => length)).toEqual([4, 2]);
    expect(all.flat().map((one) => one.customer_id)).toEqual(newest.filter((_, n) => (59 - n) % 10 === 0));
    expect(await pages(4, 'read')).toEqual([[]]);
    const other = await messages.page(ids.next('ten'), campaign_id, undefined, { limit: 10 });
    expect(other).toEqual({ items: [], last: undefined, scanned: 0 });
  });

  test('list as many messages as are counted', async () => {
    const count = (wanted?: Message['status']) =>
      messages.count(tenant, campaign_id, wanted && (({ status }) => status === wanted));
    expect([await count(), await count('failed'), await count('read')]).toEqual(
      [60, 6, 0].map((value) => ({ value, complete: true })),
    );
    expect(await messages.count(ids.next('ten'), campaign_id, undefined)).toEqual({ value: 0, complete: true });
  });

  test('by a status that few messages are in read a limited number of rows', async () => {
    let read = 0;
    const many: Table = {
      ...opened.table,
      async *all(query) {
        const lane = Number(query.pk.slice(-2));
        const from = query.after ? Number(String(query.after['sk']).slice(-8)) - 1 : 19_999;
        for (let n = from; n >= 0; n -= 1) {
          if (n % LANES !== lane) continue;
          read += 1;
          const customer_id = `cus_01J0000000000000${String(n).padStart(10, '0')}`;
          const of = { campaign_id, customer_id };
          yield { ...draft(of), sk: `MESSAGE#${customer_id}`, status: n === 3 ? 'failed' : 'sent' };
        }
      },
    };
    const first = await messageStore(many).page(tenant, campaign_id, ({ status }) => status === 'failed', {
      limit: 25,
    });
    expect(first.items).toEqual([]);
    expect(read).toBeLessThan(10_100);
    const all = await pages(25, 'failed', many);
    expect(all.flat()).toHaveLength(1);
  });

  test('a lane is read to its end', async () => {
    const found: string[] = [];
    for (let lane = 0; lane < LANES; lane += 1) {
      for await (const one of messages.ofLane(tenant, campaign_id, lane)) {
        expect(laneOf(one.customer_id)).toBe(lane);
        found.push(one.customer_id);
      }
    }
    expect(found.toSorted().toReversed()).toEqual(newest);
  });
});

test('personal data is removed from messages, which stay counted', async () => {
  const [one, other] = [await messageIn('delivered'), await messageIn('accepted')];
  const customer_id = one.customer_id;
  const both = [one, { campaign_id: ids.next('cmp'), customer_id }];
  await opened.table.put({ ...keyOf(both[1]!), ...draft(both[1]!), status: 'failed' });
  await messages.forget(tenant, [...both.map(({ campaign_id }) => campaign_id), other.campaign_id], customer_id);
  expect(await get(both[0]!)).toMatchObject({ status: 'delivered', variables: [] });
  expect(await get(both[1]!)).toMatchObject({ status: 'failed', variables: [] });
  expect(await get(other)).toMatchObject({ variables: ['Ana'] });
});

test('whoever is erased during an experiment stays in its counts, before and after', async () => {
  const part = {
    phase: 'test' as const,
    arm: 'b',
    metric: 'tapped' as const,
    window_hours: 24,
    tried_at: at,
    did_at: at,
  };
  const of = await messageIn('delivered', part);
  const before = cohortCounters((await get(of))!);
  expect(Object.keys(before ?? {})).toHaveLength(3);
  await messages.forget(tenant, [of.campaign_id], of.customer_id);
  expect(cohortCounters((await get(of))!)).toEqual(before);
});

test('a row stays below one write unit with all it may hold but long values', async () => {
  const of = reference();
  await claim(of, 'me');
  await messages.applyStatus(tenant, of, { status: 'read', provider_sid: SID }, at);
  const row = await opened.table.get(keyOf(of));
  expect(JSON.stringify(row).length).toBeLessThan(1024);
});
