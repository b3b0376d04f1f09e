import { expect, test } from 'vitest';

import { readNumber } from '../../../shared/customer/phone-number.ts';

test.each(['4.91511E+12', '4,9e+11', '5E+11'])('of %s it is said that a spreadsheet shortened it', (text) => {
  expect(readNumber(text, 'DE')).toEqual({
    fault: 'was shortened by a spreadsheet: export the file again with this column as text',
  });
});
