import fc from 'fast-check';
import { expect, test } from 'vitest';

import { canonicalNumber, spellingsOf } from '../../../shared/customer/canonical-number.ts';

test.each([
  ['+5215512345601', '+525512345601'],
  ['+5491123456789', '+541123456789'],
  ['+551187654321', '+5511987654321'],
  ['+5511987654321', '+5511987654321'],
  // A landline of Brazil is another number than the mobile with its digits and a 9.
  ['+551132654321', '+551132654321'],
  ['+4915112345678', '+4915112345678'],
])('%s is unique as %s', (number, canonical) => {
  expect(canonicalNumber(number)).toBe(canonical);
});

test('every spelling of a number has the same canonical one and the same spellings', () => {
  const number = fc
    .tuple(fc.constantFrom('+52', '+521', '+54', '+549', '+55', '+5511', '+49'), fc.stringMatching(/^\d{7,11}$/))
    .map(([code, digits]) => code + digits);
  fc.assert(
    fc.property(number, (one) => {
      const spellings = spellingsOf(one);
      expect(spellings[0]).toBe(canonicalNumber(one));
      expect(canonicalNumber(spellings[0]!)).toBe(spellings[0]);
      for (const spelling of spellings) expect(spellingsOf(spelling)).toEqual(spellings);
    }),
  );
});
