import fc from 'fast-check';
import { expect, test } from 'vitest';

import { buttonToken, messageToken, readButtonToken, readMessageToken } from '../../../shared/message/message-token.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ulid = fc
  .tuple(
    fc.constantFrom(...'01234567'),
    fc.string({ unit: fc.constantFrom(...CROCKFORD), minLength: 25, maxLength: 25 }),
  )
  .map((parts) => parts.join(''));
const reference = fc.record({
  campaign_id: ulid.map((id) => `cmp_${id}`),
  customer_id: ulid.map((id) => `cus_${id}`),
});

test('a token is short, fits into a URL, and is read back as what it was made from', () => {
  fc.assert(
    fc.property(reference, (of) => {
      const token = messageToken(of);
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(readMessageToken(token)).toEqual(of);
    }),
  );
});

test('each message and each of its buttons has a token of its own', () => {
  fc.assert(
    fc.property(reference, reference, (one, other) => {
      fc.pre(one.campaign_id !== other.campaign_id || one.customer_id !== other.customer_id);
      expect(messageToken(one)).not.toBe(messageToken(other));
      const tokens = [0, 1, 2].flatMap((place) => [buttonToken(one, place), buttonToken(other, place)]);
      expect(new Set(tokens).size).toBe(6);
      expect(tokens.every((token) => /^[\w-]{44}$/.test(token))).toBe(true);
    }),
  );
});

test('a button’s token is read back as its message and place, and not as a message’s token', () => {
  fc.assert(
    fc.property(reference, fc.nat({ max: 255 }), (of, place) => {
      const token = buttonToken(of, place);
      expect(readButtonToken(token)).toEqual({ ...of, place });
      expect(readMessageToken(token)).toBeUndefined();
      expect(readButtonToken(messageToken(of))).toBeUndefined();
      for (const other of [token.slice(1), token.slice(0, -1), `${token}A`, `${token}=`, ` ${token}`, `${token}\n`])
        expect(readButtonToken(other)).toBeUndefined();
    }),
  );
});

const token = messageToken({
  campaign_id: 'cmp_7ZZZZZZZZZZZZZZZZZZZZZZZZZ',
  customer_id: 'cus_00000000000000000000000000',
});

test.each([
  '',
  ' ',
  token.slice(1),
  token.slice(0, -1),
  `${token}A`,
  `${token}=`,
  ` ${token}`,
  `${token}\n`,
  token.replaceAll('_', '/'),
  `${token.slice(0, -1)}B`,
  `${token.slice(0, 20)}*${token.slice(21)}`,
  buttonToken({ campaign_id: `cmp_${'0'.repeat(26)}`, customer_id: `cus_${'0'.repeat(26)}` }, 0),
  'cmp_01J00000000000000000000000',
])('%j is no token', (text) => {
  expect(readMessageToken(text)).toBeUndefined();
});

test('a token that can be read is the only spelling of what it says', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'AZaz09-_+/='), minLength: 42, maxLength: 45 })),
      (text) => {
        const of = readMessageToken(text);
        if (of) expect(messageToken(of)).toBe(text);
        const button = readButtonToken(text);
        if (button) expect(buttonToken(button, button.place)).toBe(text);
      },
    ),
    { numRuns: 2_000 },
  );
});
