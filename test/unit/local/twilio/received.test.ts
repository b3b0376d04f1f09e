import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { StandInOptions } from '../../../../local/twilio/stand-in.ts';
import { client, FROM, receiver, recipient, standIn } from './harness.ts';

const SENDER = FROM.replace('whatsapp:', '');
const ANA = recipient(1).replace('whatsapp:', '');

/** A stand-in whose webhook for messages of people is told to a receiver. */
async function reporting(options: Partial<StandInOptions> = {}) {
  const started = await standIn(options);
  const at = await receiver(() => 200);
  started.deliver({ inbound: `${at.url}/inbound`, voice: at.url, shop: async () => 200 });
  const write = (from: string, words: string) => started.act({ writes: { from, to: SENDER, words } });
  return { ...started, ...at, api: started.url, write };
}

describe('what people write', () => {
  test('is reported, and listed with what was sent, newest first', async () => {
    const { api, write, received } = await reporting();
    const { messages } = client(api);
    const sent = await messages.create({ to: recipient(1), from: FROM, body: 'Hello' });
    // Of one millisecond, neither is newer.
    const answered = Date.now();
    await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(answered);
    expect(await write(ANA, 'Hi there')).toEqual({ webhook: 200 });
    expect(received[0]?.params).toMatchObject({ From: recipient(1), To: FROM, Body: 'Hi there', WaId: ANA.slice(1) });

    const all = await messages.list();
    expect(all.map(({ direction }) => direction)).toEqual(['inbound', 'outbound-api']);
    const [inbound] = all;
    expect(inbound).toMatchObject({ from: recipient(1), to: FROM, body: 'Hi there', status: 'received' });
    expect(inbound?.sid).toBe(received[0]?.params['MessageSid']);
    expect(JSON.stringify(inbound?.toJSON())).not.toMatch(/payload/i);
    expect((await messages(inbound!.sid).fetch()).toJSON()).toEqual(inbound?.toJSON());

    expect((await messages.list({ from: recipient(1) })).map(({ sid }) => sid)).toEqual([inbound?.sid]);
    expect((await messages.list({ to: recipient(1) })).map(({ sid }) => sid)).toEqual([sent.sid]);
    const day = inbound!.dateCreated;
    const tomorrow = new Date(day.getTime() + 86_400_000);
    expect(await messages.list({ to: FROM, dateSentAfter: tomorrow })).toEqual([]);
    expect(await messages.list({ to: FROM, dateSent: day })).toHaveLength(1);
    expect(await messages.list({ pageSize: 1 })).toHaveLength(2);
  });

  test('STOP ends messages to them until START', async () => {
    const { api, write } = await reporting();
    const send = () => client(api).messages.create({ to: recipient(1), from: FROM, body: 'Hello' });
    await write(ANA, 'STOP');
    await expect(send()).rejects.toMatchObject({ code: 21610 });
    await write(ANA, 'START');
    await send();
  });
});

describe('network_spelling', () => {
  test.for([
    ['+525512345601', '+5215512345601'],
    ['+541112345678', '+5491112345678'],
    ['+5531987654321', '+553187654321'],
    ['+5511987654321', '+5511987654321'],
    ['+5215512345601', '+5215512345601'],
    ['+447700900001', '+447700900001'],
  ] as const)('%s writes from %s, and is sent to under its own spelling', async ([number, spelled]) => {
    const { api, write, received } = await reporting({ rules: { closed_windows: true } });
    await write(number, 'Hi');
    expect(received[0]?.params).toMatchObject({ From: `whatsapp:${spelled}`, WaId: spelled.slice(1) });
    const { status } = await client(api).messages.create({ to: `whatsapp:${number}`, from: FROM, body: 'Hello' });
    expect(status).toBe('queued');
  });

  test('does not hold where it is switched off', async () => {
    const { write, received } = await reporting({ rules: { network_spelling: false } });
    await write('+525512345601', 'Hi');
    expect(received[0]?.params).toMatchObject({ From: 'whatsapp:+525512345601' });
  });
});

test('user_ids: a person writes under the same id each time, and without a number', async () => {
  const { write, received } = await reporting({ rules: { user_ids: true } });
  await write('+12025550123', 'Hi');
  await write('+12025550123', 'Hi again');
  const [first, second] = received.map(({ params }) => params);
  expect(first?.['From']).toMatch(/^whatsapp:US\.\d+$/);
  expect(second?.['From']).toBe(first?.['From']);
  expect(first?.['ExternalUserId']).toBe(first?.['From']?.replace('whatsapp:', ''));
  expect(JSON.stringify(first)).not.toContain('2025550123');
});

test('a database of an earlier version keeps its names, its messages of people and its contents', async () => {
  const db = new DatabaseSync(':memory:');
  const first = await standIn({ db });
  await first.close();
  db.exec(`ALTER TABLE twilio_contents DROP COLUMN later_status; DROP TABLE twilio_template_names; DROP TABLE twilio_received;
    INSERT INTO twilio_contents VALUES ('HX${'0'.repeat(32)}', 'AC${'a1'.repeat(16)}', 1, NULL, 'en', '{}',
      '{"twilio/text":{"body":"Hi there."}}', 'news', 'UTILITY', 1, NULL);
    INSERT INTO twilio_messages (sid, account_sid, recipient, sender, created_at, request, rendered, num_media)
      VALUES ('SM1', 'AC${'a1'.repeat(16)}', '${recipient(1)}', '${FROM}', 1, '', '{}', 0);
    INSERT INTO twilio_acts (message_sid, kind, sid, words, again, due_at, state, at)
      VALUES ('SM1', 'words', 'SM2', 'Merci', 0, 1, 'answered', 2);`);
  const { url } = await standIn({ db });
  const { content, messages } = client(url);
  expect((await content.v1.contentAndApprovals.list())[0]?.approvalRequests).toMatchObject({ status: 'approved' });
  expect((await messages.list({ from: recipient(1) })).map(({ body }) => body)).toEqual(['Merci']);
  const { sid } = await content.v1.contents.create({
    language: 'en',
    types: { 'twilio/text': { body: 'Hi.' } },
  } as never);
  await content.v1.contents(sid).approvalCreate.create({ name: 'news', category: 'UTILITY' });
  const { whatsapp } = await content.v1.contents(sid).approvalFetch().fetch();
  expect(whatsapp).toMatchObject({ status: 'rejected' });
});
