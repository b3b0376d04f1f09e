import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, client, FROM, plain, recipient, standIn } from './harness.ts';

const OTHER_FROM = 'whatsapp:+15550002222';

async function withMessages() {
  const db = new DatabaseSync(':memory:');
  const { url } = await standIn({ db });
  const twilio = client(url);
  const sids: string[] = [];
  for (let n = 0; n < 7; n++) {
    const from = n < 5 ? FROM : OTHER_FROM;
    sids.push((await twilio.messages.create({ to: recipient(n % 3), from, body: `${n}` })).sid);
  }
  const old = db.prepare('UPDATE twilio_messages SET created_at = ?, sent_at = ? WHERE sid = ?');
  const oldAt = Date.parse('2026-01-15T23:59:00Z');
  old.run(oldAt, oldAt, sids[0] ?? '');
  const expected = (...numbers: number[]) => numbers.map((n) => sids[n]);
  return { url, twilio, expected };
}

const sidsOf = (messages: { sid: string }[]) => messages.map(({ sid }) => sid);

describe('listing messages', () => {
  test('returns the newest first, filtered by To and From', async () => {
    const { twilio, expected } = await withMessages();
    expect(sidsOf(await twilio.messages.list())).toEqual(expected(6, 5, 4, 3, 2, 1, 0));
    expect(sidsOf(await twilio.messages.list({ to: recipient(0) }))).toEqual(expected(6, 3, 0));
    expect(sidsOf(await twilio.messages.list({ to: recipient(0), from: OTHER_FROM }))).toEqual(expected(6));
    expect(await twilio.messages.list({ to: recipient(9) })).toEqual([]);
  });

  test('filters by date, ignoring the time of day', async () => {
    const { url, twilio, expected } = await withMessages();
    const day = new Date('2026-01-15T12:00:00Z');
    expect(sidsOf(await twilio.messages.list({ dateSent: day }))).toEqual(expected(0));
    expect(sidsOf(await twilio.messages.list({ dateSentBefore: day }))).toEqual(expected(0));
    expect(sidsOf(await twilio.messages.list({ dateSentAfter: day, to: recipient(0) }))).toEqual(expected(6, 3, 0));
    expect(await twilio.messages.list({ dateSentBefore: new Date('2026-01-14T23:59:59Z') })).toEqual([]);
    const path = `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`;
    const after = await plain(url, `${path}?To=${encodeURIComponent(recipient(0))}&DateSent>=2026-01-16`);
    expect(sidsOf(((await after.json()) as { messages: { sid: string }[] }).messages)).toEqual(expected(6, 3));
    expect((await plain(url, `${path}?DateSent=yesterday`)).status).toBe(400);
  });

  test('returns pages that the library follows, unaffected by new messages', async () => {
    const { twilio, expected } = await withMessages();
    const first = await twilio.messages.page({ pageSize: 3 });
    await twilio.messages.create({ to: recipient(1), from: FROM, body: 'new' });
    const second = await first.nextPage();
    const third = await second?.nextPage();
    expect([first, second, third].map((page) => sidsOf(page?.instances ?? []))).toEqual([
      expected(6, 5, 4),
      expected(3, 2, 1),
      expected(0),
    ]);
    expect(third?.nextPage()).toBeUndefined();
    const all = await twilio.messages.list({ from: FROM, pageSize: 2 });
    expect(all).toHaveLength(6);
    expect(await twilio.messages.list({ pageSize: 2, limit: 3 })).toHaveLength(3);
  });
});
