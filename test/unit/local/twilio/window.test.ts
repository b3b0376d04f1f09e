import { describe, expect, test } from 'vitest';
import { startStandIn, type StandInOptions } from '../../../../local/twilio/stand-in.ts';
import { ACCOUNT, approved, client, fateOf, FROM, recipient, standIn } from './harness.ts';

/** A machine may be busy. */
const STRICT = { rules: { closed_windows: true } } satisfies Partial<StandInOptions>;
const TEXT = { 'twilio/text': { body: 'News of today.' } };

describe('closed_windows', () => {
  test('holds unless a start says otherwise', async () => {
    const { url, close, truth } = await startStandIn({ accounts: [ACCOUNT], rate: 100, seed: 1 });
    await client(url).messages.create({ to: recipient(1), from: FROM, body: 'Hello' });
    await expect.poll(() => fateOf({ truth })).toEqual(['failed', 63016]);
    await close();
  });

  test.for([
    ['a text', { body: 'Hello' }],
    ['media', { mediaUrl: ['https://cdn.example.com/a.jpg'] }],
  ])('%s reaches only those who wrote', async ([, what]) => {
    const started = await standIn(STRICT);
    const send = () => client(started.url).messages.create({ to: recipient(1), from: FROM, ...(what as object) });
    await send();
    await expect.poll(() => fateOf(started)).toEqual(['failed', 63016]);
    await started.act({ writes: { from: recipient(1).slice(9), to: FROM.slice(9), words: 'Hi' } });
    await send();
    await expect.poll(() => fateOf(started)).toEqual(['read', null]);
  });

  test('an approved template reaches everyone, one that waits for its review does not', async () => {
    for (const [approval, fate] of [
      ['instant', ['read', null]],
      [{ delayMs: 60_000 }, ['failed', 63016]],
      ['reject', ['failed', 63016]],
    ] as const) {
      const started = await standIn({ ...STRICT, approval });
      const contentSid = await approved(started.url, TEXT);
      await client(started.url).messages.create({ to: recipient(1), from: FROM, contentSid });
      await expect.poll(() => fateOf(started)).toEqual(fate);
    }
  });

  test('can be switched off by its name while it runs', async () => {
    const started = await standIn(STRICT);
    await started.act({ rules: { closed_windows: false } });
    await client(started.url).messages.create({ to: recipient(1), from: FROM, body: 'Hello' });
    await expect.poll(() => fateOf(started)).toEqual(['read', null]);
  });
});

describe('us_marketing', () => {
  test.for([
    ['MARKETING', '+12025550123', ['failed', 63049]],
    ['UTILITY', '+12025550123', ['read', null]],
    ['MARKETING', '+14165550123', ['read', null]],
    ['MARKETING', '+18765550123', ['read', null]],
  ] as const)('%s to %s is %j', async ([category, number, fate]) => {
    const started = await standIn(STRICT);
    const contentSid = await approved(started.url, TEXT, { category });
    await client(started.url).messages.create({ to: `whatsapp:${number}`, from: FROM, contentSid });
    await expect.poll(() => fateOf(started)).toEqual(fate);
  });

  test('WhatsApp may turn utility into marketing, at the review or later', async () => {
    const started = await standIn({ rules: { ...STRICT.rules, template_recategorised: true } });
    const contentSid = await approved(started.url, TEXT, { category: 'UTILITY' });
    const message = { to: 'whatsapp:+12025550123', from: FROM, contentSid };
    await client(started.url).messages.create(message);
    await expect.poll(() => fateOf(started)).toEqual(['failed', 63049]);
    await started.act({ template: { template: contentSid, category: 'UTILITY' } });
    await client(started.url).messages.create(message);
    await expect.poll(() => fateOf(started)).toEqual(['read', null]);
  });
});
