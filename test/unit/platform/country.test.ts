import { getCountries } from 'libphonenumber-js/min';
import { expect, test } from 'vitest';

import { countryCode } from '../../../shared/platform/country.ts';

const messages = (code: string) => countryCode.safeParse(code).error?.issues.map(({ message }) => message) ?? [];

test('every country that a customer can have is one that an audience can name', () => {
  for (const code of getCountries()) expect([code, messages(code)]).toEqual([code, []]);
});

test.each([
  ['UK', 'UK is no country code; write GB'],
  ['SU', 'SU is no country code; write RU'],
  ['EU', 'EU is no country code; write one of ISO 3166 like DE'],
  ['ZZ', 'ZZ is no country code; write one of ISO 3166 like DE'],
  ['XX', 'XX is no country code; write one of ISO 3166 like DE'],
  ['EN', 'EN is no country code; write one of ISO 3166 like DE'],
  ['de', 'must be a country code like DE'],
  ['DEU', 'must be a country code like DE'],
  ['', 'must be a country code like DE'],
])('%j is refused with what to write', (code, expected) => {
  expect(messages(code)).toEqual([expected]);
});
