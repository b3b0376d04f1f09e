import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../local/twilio/limits.ts';
import { pace } from '../../../../local/twilio/pace.ts';
import { rules, type RuleChanges } from '../../../../local/twilio/rules.ts';
import type { StandIn } from '../../../../local/twilio/stand-in.ts';
import { approved, client, fateOf, FROM, recipient, standIn } from './harness.ts';

const number = (address: string) => address.replace('whatsapp:', '');
const TEXT = { 'twilio/text': { body: 'News of today.' } };
const send = ({ url }: Pick<StandIn, 'url'>, n: number, more: object = { body: 'Hello' }) =>
  client(url).messages.create({ to: recipient(n), from: FROM, ...more });

/** A pace of ten messages a second, on a clock that a test moves. */
function paced(given: RuleChanges, queue_seconds = LIMITS.queue_seconds) {
  const clock = { at: 5_000 };
  const { take, refused } = pace(10, rules(given), { ...LIMITS, queue_seconds }, () => clock.at);
  return { clock, take, refused };
}

describe('sandbox_pace', () => {
  test('63018 at once for more than one message in three seconds, for each sender', () => {
    const { clock, take, refused } = paced({ sandbox_pace: true });
    const tooFast = expect.objectContaining({ status: 429, code: 63018 });
    take('a');
    take('b');
    clock.at += 2_999;
    expect(() => take('a')).toThrow(tooFast);
    clock.at += 2;
    take('a');
    expect(refused()).toBe(1);
  });

  test('can be switched while it runs', async () => {
    const started = await standIn();
    for (const n of [1, 2]) await send(started, n);
    await started.act({ rules: { sandbox_pace: true } });
    await send(started, 3);
    await expect(send(started, 4)).rejects.toMatchObject({ status: 429, code: 63018 });
    await started.act({ rules: { sandbox_pace: false } });
    await send(started, 4);
  });
});

describe('sender_queue', () => {
  test('what is faster than the pace waits its turn, and 21611 refuses what would wait too long', () => {
    const { clock, take, refused } = paced({ sender_queue: true }, 2);
    expect(Array.from({ length: 20 }, () => take('a'))).toEqual(Array.from({ length: 20 }, (_, n) => n * 100));
    expect(() => take('a')).toThrow(expect.objectContaining({ status: 429, code: 21611 }));
    expect(take('b')).toBe(0);
    clock.at += 1_000.5;
    expect(take('a')).toBe(1_000);
    expect(refused()).toBe(1);
  });

  test('without it, one message too many is a 429', () => {
    const { take } = paced({});
    for (let n = 0; n < 10; n += 1) expect(take('a')).toBe(0);
    expect(() => take('a')).toThrow(expect.objectContaining({ status: 429, code: 20429 }));
  });

  test('a message that waits is sent later', async () => {
    const started = await standIn({ rate: 0.01, rules: { sender_queue: true } });
    for (const n of [1, 2]) await send(started, n);
    await expect.poll(() => started.truth().messages.map(({ status }) => status)).toEqual(['read', 'queued']);
  });
});

describe('pair_pace', () => {
  test('63018 by callback for a second message to the same person, not for one to another', async () => {
    const started = await standIn({ rules: { pair_pace: true } });
    for (const n of [1, 2, 1]) await send(started, n);
    await expect.poll(() => started.truth().messages.map(({ error_code }) => error_code)).toEqual([null, null, 63018]);
    await started.act({ rules: { pair_pace: false } });
    await send(started, 1);
    await expect.poll(() => fateOf(started)).toEqual(['read', null]);
  });
});

describe('sandbox_templates', () => {
  const OWN = 'HXb5b62575e6e4ff6129ad7c8efe1f983e';
  const sandbox = () => standIn({ rules: { closed_windows: true, sandbox_templates: true } });

  test('63016 by callback for a template of one’s own, unless the person wrote in the last 24 h', async () => {
    const started = await sandbox();
    const contentSid = await approved(started.url, TEXT);
    await send(started, 1, { contentSid });
    await expect.poll(() => fateOf(started)).toEqual(['failed', 63016]);
    await started.act({ writes: { from: number(recipient(1)), to: number(FROM), words: 'join stand-in' } });
    await send(started, 1, { contentSid });
    await expect.poll(() => fateOf(started)).toEqual(['read', null]);
    await started.act({ rules: { sandbox_templates: false } });
    await send(started, 2, { contentSid });
    await expect.poll(() => fateOf(started)).toEqual(['read', null]);
  });

  test.each([
    [OWN, { 1: '12/2', 2: '4pm' }, 'Your appointment is coming up on 12/2 at 4pm. If you need'],
    ['HX350d429d32e64a552466cafecbe95f3c', {}, 'Your delivery is scheduled for 12/1 at 3pm.'],
    ['HX229f5a04fd0510ce1b071852155d3e75', { 1: '123456' }, '123456 is your verification code.'],
  ])('the sandbox’s own template %s reaches people who have not written', async (contentSid, variables, says) => {
    const started = await sandbox();
    await send(started, 1, { contentSid, contentVariables: JSON.stringify(variables) });
    await expect.poll(() => fateOf(started)).toEqual(['read', null]);
    expect(started.truth().messages[0]?.text).toContain(says);
  });

  test('63016 for a text that reads like the sandbox’s own template', async () => {
    const started = await sandbox();
    const body =
      'Your appointment is coming up on 12/1 at 3pm. If you need to change it, please reply back and let us know.';
    await send(started, 1, { body });
    await expect.poll(() => fateOf(started)).toEqual(['failed', 63016]);
  });

  test('outside the sandbox nobody has its templates', async () => {
    const started = await standIn();
    await expect(send(started, 1, { contentSid: OWN })).rejects.toMatchObject({ status: 400, code: 21655 });
  });
});
