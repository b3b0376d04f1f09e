import { getCountries } from 'libphonenumber-js/min';
import { expect, test } from 'vitest';

import { countryOf } from '../../../shared/customer/phone-number.ts';
import { timeZoneOf } from '../../../shared/customer/time-zone.ts';
import { isTimeZone } from '../../../shared/platform/is-time-zone.ts';

test('every country of the numbering plans has a valid time zone', () => {
  expect(getCountries().filter((country) => !isTimeZone(timeZoneOf(country)))).toEqual([]);
});

test.each([
  ['+4915112345678', 'DE', 'Europe/Berlin'],
  ['+14155552671', 'US', 'America/New_York'],
  ['+14165550123', 'CA', 'America/Toronto'],
  ['+17875551234', 'PR', 'America/Puerto_Rico'],
  ['+15551234567', 'US', 'America/New_York'],
  ['+77011234567', 'KZ', 'Asia/Almaty'],
  ['+919876543210', 'IN', 'Asia/Kolkata'],
  ['+5511987654321', 'BR', 'America/Sao_Paulo'],
  ['+34612345678', 'ES', 'Europe/Madrid'],
  ['+80012345678', null, 'UTC'],
])('the number %s is of %s, in %s', (number, country, zone) => {
  expect(countryOf(number)).toBe(country);
  expect(timeZoneOf(country)).toBe(zone);
});
